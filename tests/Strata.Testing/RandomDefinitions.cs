using System.Globalization;
using Strata.Language.Catalog;

namespace Strata.Testing;

/// <summary>
/// Random definitions over <see cref="RandomCatalog"/> that make sense: names exist and types fit, so that nearly all pass the checker.
/// They are written as text, to be read by a person when one fails.
/// </summary>
public sealed partial class RandomDefinitions
{
    private static readonly string[] Units = ["minute", "hour", "day", "week", "month", "quarter", "year"];
    private readonly RandomSource _random;
    private readonly DataCatalog _catalog = RandomCatalog.Catalog;

    /// <summary>Creates a generator; the same seed draws the same.</summary>
    public RandomDefinitions(int seed) => _random = new RandomSource(seed);

    /// <summary>Names that a definition may refer to, by the entity they are of.</summary>
    public static class Names
    {
        /// <summary>A numeric trait of accounts.</summary>
        public const string AccountTrait = "activity";

        /// <summary>A date trait of accounts.</summary>
        public const string AccountDateTrait = "last_seen";

        /// <summary>A numeric trait of contacts.</summary>
        public const string ContactTrait = "clicks";

        /// <summary>A segmentation of accounts.</summary>
        public const string AccountTier = "tier";

        /// <summary>A segmentation of contacts.</summary>
        public const string ContactRole = "role";

        /// <summary>A segment of accounts.</summary>
        public const string AccountSegment = "chosen accounts";

        /// <summary>A segment of contacts.</summary>
        public const string ContactSegment = "chosen contacts";

        /// <summary>A list of accounts.</summary>
        public const string AccountList = "account list";

        /// <summary>A list of contacts.</summary>
        public const string ContactList = "contact list";
    }

    /// <summary>True while <c>in top</c> may be drawn: not where truth must be known at other instants.</summary>
    public bool WithRanks { get; init; } = true;

    /// <summary>True while definitions may refer to those of <see cref="Names"/>.</summary>
    public bool WithReferences { get; init; } = true;

    /// <summary>A condition on an account or a contact.</summary>
    public string Condition(EntityKind entity) => Expression(_catalog.Of(entity), 1 + _random.Below(3));

    /// <summary>A number of an account or a contact, to rank or to compare.</summary>
    public string Value(EntityKind entity) => Number(_catalog.Of(entity), 2);

    private string Expression(RowType row, int depth)
    {
        if (depth <= 0)
        {
            return Leaf(row, 0);
        }

        return _random.Below(8) switch
        {
            0 or 1 => $"({Expression(row, depth - 1)} and {Expression(row, depth - 1)})",
            2 or 3 => $"({Expression(row, depth - 1)} or {Expression(row, depth - 1)})",
            4 => $"not ({Expression(row, depth - 1)})",
            _ => Leaf(row, depth - 1),
        };
    }

    private string Leaf(RowType row, int depth)
    {
        bool isEntity = row.Kind is RowKind.Account or RowKind.Contact;
        return _random.Below(isEntity ? 12 : 6) switch
        {
            0 => NumberTest(row, depth),
            1 => DateTest(row, depth),
            2 => Known(row, depth),
            < 6 => FieldTest(row),
            6 or 7 or 8 => Quantified(row, depth),
            9 => NumberTest(row, depth),
            10 when WithReferences => Membership(row),
            11 when WithRanks && _random.OneIn(2) => Top(row, depth),
            _ => $"in sample ({Text(_random.Below(101))}%, {Quote(_random.Of(RandomSource.Texts))})",
        };
    }

    private string Quantified(RowType row, int depth)
    {
        (string source, RowType type) = Source(row);
        string where = _random.OneIn(4) ? "" : $" where {Expression(type, Math.Min(depth, 1))}";
        string quantifier = _random.Pick("any", "any", "none", "every");
        if (type.Kind != RowKind.Event)
        {
            return $"{quantifier}({source}{where})";
        }

        string steps = "";
        string prefix = source.StartsWith("account.", StringComparison.Ordinal) ? "account." : "";
        for (int step = _random.Pick(0, 0, 1, 2, 3); step > 0; step--)
        {
            RowType next = _random.Pick(_catalog.Events["page_view"], _catalog.Events["form"]);
            string such = _random.OneIn(2) ? "" : $" where {FieldTest(next)}";
            steps += $" then {_random.Pick("", "", "no ")}{prefix}{next.Name}{such} within {_random.Pick("30 minutes", "6 hours", "1 day", "3 days", "1 week", "30 days")}";
        }

        return $"{quantifier}({source}{where}{steps}){Window()}";
    }

    private (string Written, RowType Type) Source(RowType row)
    {
        RowType type = _random.Pick(
            _catalog.Events["page_view"], _catalog.Events["form"], _catalog.Collections["technologies"], _catalog.Collections["opportunities"], _catalog.Contact);
        string name = type.Kind == RowKind.Contact ? "contacts" : type.Name;
        bool through = row.Kind == RowKind.Contact && (type.Kind != RowKind.Event || _random.OneIn(3));
        return (through ? $"account.{name}" : name, type);
    }

    private string Membership(RowType row)
    {
        bool isContact = row.Kind == RowKind.Contact;
        bool through = isContact && _random.OneIn(2);
        bool ofAccounts = !isContact || through;
        string what = _random.OneIn(2)
            ? $"segment({Quote(ofAccounts ? Names.AccountSegment : Names.ContactSegment)})"
            : $"list({Quote(ofAccounts ? Names.AccountList : Names.ContactList)})";
        return $"{(through ? "account " : "")}in {what}";
    }

    private string Top(RowType row, int depth)
    {
        string limit = _random.Pick("1", "3", "5", "10%", "25%", "50%", "99.5%", "100%");
        string per = _random.OneIn(2) ? "" : $" per {(row.Kind == RowKind.Account ? _random.Pick("industry", "region", "active") : _random.Pick("seniority", "opted_out", "account.region"))}";
        string among = _random.OneIn(2) ? "" : $" among ({Expression(row, Math.Min(depth, 1))})";
        return $"in top {limit} by {Number(row, depth)}{per}{among}";
    }

    private string Window() => _random.Below(10) switch
    {
        0 => "",
        1 => " ever",
        < 5 => $" in last {_random.Of(RandomSource.Durations)}",
        5 => $" in previous {_random.Of(RandomSource.Durations)}",
        6 => $" in {_random.Pick("this", "previous")} {_random.Pick(Units)}",
        7 => $" since {Moment()}",
        8 => $" between {Moment()} and {Moment()}",
        _ => $" before {Moment()}",
    };

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
