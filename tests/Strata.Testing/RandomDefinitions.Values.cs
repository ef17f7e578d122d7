using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Testing;

public sealed partial class RandomDefinitions
{
    private static readonly string[] Patterns = ["^a", "a$", "[a-c]+", "^s.*s$", "x|y", "\\\\d+", "é", "^.{4}$", "(alpha|beta)", "demo?"];

    private string FieldTest(RowType row)
    {
        (string path, FieldDefinition field) = Field(row, _ => true);
        return field.Type switch
        {
            FieldType.Text or FieldType.Category => TextTest(path, field),
            FieldType.Number or FieldType.Money => Compared(path),
            FieldType.Boolean => _random.Pick(path, $"{path} = false", $"{path} != true", $"not {path}"),
            FieldType.Date => DateTest(path),
            FieldType.Set => $"{path} has {_random.Pick("any", "all", "none")} ({Words(1 + _random.Below(2))})",
            _ => throw new InvalidOperationException($"Unknown type {field.Type}."),
        };
    }

    private string TextTest(string path, FieldDefinition field)
    {
        string word = Quote(Word());
        return _random.Below(field.Taxonomy is null ? 8 : 10) switch
        {
            0 or 1 => $"{path} = {word}",
            2 => $"{path} != {word}",
            3 => $"{path} in ({Words(3)})",
            4 => $"{path} not in ({Words(2)})",
            5 => $"{path} {_random.Pick("", "not ")}{_random.Pick("contains", "starts with", "ends with")} {Quote(_random.Pick("a", "AL", "e", " ", "%", "_", "ss"))}",
            6 => $"{path} {_random.Pick("", "not ")}matches \"{_random.Pick(Patterns)}\"",
            7 => $"{path} is {_random.Pick("known", "unknown")}",
            _ => $"{path} {_random.Pick("", "not ")}under {_random.Pick("\"Finance\"", "\"Software\"", "(\"Banks\", \"SaaS\")")}",
        };
    }

    private string NumberTest(RowType row, int depth)
    {
        if (_random.OneIn(4))
        {
            return $"{Number(row, depth)} {Comparison()} {Number(row, depth)}";
        }

        return Compared(Number(row, depth));
    }

    private string Compared(string value) => _random.Below(6) switch
    {
        0 => $"{value} between {Literal()} and {Literal()}",
        1 => $"{value} {_random.Pick("", "not ")}in ({Literal()}, {Literal()})",
        _ => $"{value} {Comparison()} {Literal()}",
    };

    private string Comparison() => _random.Pick("=", "!=", "<", "<=", ">", ">=");

    private string Number(RowType row, int depth)
    {
        bool isEntity = row.Kind is RowKind.Account or RowKind.Contact;
        if (row.Kind == RowKind.Event && WithReferences && _random.OneIn(6))
        {
            return $"contact.{Names.ContactTrait}";
        }

        return _random.Below(isEntity ? 9 : 4) switch
        {
            0 when depth > 0 => $"({Number(row, depth - 1)} {_random.Pick("+", "-", "*", "/")} {_random.Pick(Number(row, depth - 1), Literal())})",
            < 4 => Field(row, field => field.Type is FieldType.Number or FieldType.Money).Path,
            4 when WithReferences => Trait(row, Names.AccountTrait, Names.ContactTrait),
            5 => $"trend({Aggregate(row, _catalog.Events["page_view"], windowed: false)}, {_random.Pick("1 day", "1 week", "30 days", "1 month")})",
            _ => Aggregate(row, Source(row).Type, windowed: true),
        };
    }

    private string Aggregate(RowType row, RowType type, bool windowed)
    {
        string name = type.Kind == RowKind.Contact ? "contacts" : type.Name;
        bool through = row.Kind == RowKind.Contact && (type.Kind != RowKind.Event || _random.OneIn(3));
        string source = through ? $"account.{name}" : name;
        string where = _random.OneIn(2) ? "" : $" where {FieldTest(type)}";
        string window = windowed && type.Kind == RowKind.Event ? Window() : "";
        string numeric = Own(type, field => field.Type is FieldType.Number or FieldType.Money);
        return _random.Below(5) switch
        {
            0 => $"{_random.Pick("sum", "avg", "min", "max")}({source}.{numeric}{where}){window}",
            1 when type.Kind == RowKind.Event && _random.OneIn(2) => $"distinct({source}.contact{where}){window}",
            1 => $"distinct({source}.{Own(type, field => field.Type != FieldType.Set)}{where}){window}",
            _ => $"count({source}{where}){window}",
        };
    }

    private string DateTest(RowType row, int depth)
    {
        bool isEntity = row.Kind is RowKind.Account or RowKind.Contact;
        if (isEntity && _random.OneIn(2))
        {
            RowType type = _catalog.Events[_random.Pick("page_view", "form")];
            string where = depth > 0 ? $" where {FieldTest(type)}" : "";
            return DateTest($"{_random.Pick("first", "last")}({type.Name}{where})");
        }

        if (isEntity && WithReferences && _random.OneIn(4))
        {
            return DateTest(row.Kind == RowKind.Account ? Names.AccountDateTrait : $"account.{Names.AccountDateTrait}");
        }

        (string path, FieldDefinition _) = Field(row, field => field.Type == FieldType.Date);
        return DateTest(path);
    }

    private string DateTest(string value) => _random.Below(7) switch
    {
        0 => $"{value} in last {_random.Of(RandomSource.Durations)}",
        1 => $"{value} in next {_random.Of(RandomSource.Durations)}",
        2 => $"{value} {_random.Pick("before", "after")} {_random.Of(RandomSource.Durations)} ago",
        3 => $"{value} {_random.Pick("before", "after")} {Moment()}",
        4 => $"{value} between {Moment()} and {Moment()}",
        5 => $"{value} {Comparison()} {Moment()}",
        _ => $"{value} is {_random.Pick("known", "unknown")}",
    };

    private string Known(RowType row, int depth) => _random.OneIn(3)
        ? $"{Number(row, depth)} is {_random.Pick("known", "unknown")}"
        : $"{Field(row, _ => true).Path} is {_random.Pick("known", "unknown")}";

    private string Trait(RowType row, string ofAccount, string ofContact) => row.Kind == RowKind.Account
        ? ofAccount
        : _random.OneIn(2) ? ofContact : $"account.{ofAccount}";

    /// <summary>A field of the row, or one of its account or contact.</summary>
    private (string Path, FieldDefinition Field) Field(RowType row, Func<FieldDefinition, bool> fits)
    {
        RowType owner = row;
        string prefix = "";
        if (row.Kind == RowKind.Contact && _random.OneIn(3))
        {
            (owner, prefix) = (_catalog.Account, "account.");
        }
        else if (row.Kind == RowKind.Event && (_random.OneIn(4) || !row.Fields.Any(fits)))
        {
            (owner, prefix) = (_catalog.Contact, "contact.");
        }

        if (WithReferences && (owner.Kind is RowKind.Account or RowKind.Contact) && _random.OneIn(8))
        {
            var segmentation = new FieldDefinition(owner.Kind == RowKind.Account ? Names.AccountTier : Names.ContactRole, FieldType.Category);
            if (fits(segmentation))
            {
                return (prefix + segmentation.Name, segmentation);
            }
        }

        List<FieldDefinition> fields = [.. owner.Fields.Where(fits)];
        FieldDefinition field = _random.Of(fields);
        return (prefix + field.Name, field);
    }

    private string Own(RowType row, Func<FieldDefinition, bool> fits) => _random.Of([.. row.Fields.Where(fits)]).Name;

    private string Words(int count) => string.Join(", ", Enumerable.Range(0, count).Select(_ => Quote(Word())));

    private string Word() => _random.OneIn(4) ? _random.Pick("pricing", "demo", "One", "Other", "gamma", "web") : _random.Of(RandomSource.Texts);

    private string Literal()
    {
        decimal number = _random.Of(RandomSource.Numbers);
        return _random.OneIn(8) ? _random.Pick("25%", "0.00005", "2.00015", "1k") : number.ToString(CultureInfo.InvariantCulture);
    }

    private string Moment()
    {
        Instant instant = Microseconds.ToInstant(_random.Instant());
        return _random.Below(3) switch
        {
            0 => InstantPattern.ExtendedIso.Format(instant),
            1 => LocalDateTimePattern.ExtendedIso.Format(instant.InUtc().LocalDateTime),
            _ => LocalDatePattern.Iso.Format(instant.InUtc().Date),
        };
    }
}
