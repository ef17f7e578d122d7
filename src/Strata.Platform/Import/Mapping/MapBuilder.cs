using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Platform.Import.Parsing;
using Strata.Platform.Import.Recognition;

namespace Strata.Platform.Import.Mapping;

/// <summary>Chooses where the columns of a file go: by what they are called, then by what is in them, else a new field.</summary>
internal sealed class MapBuilder(DataCatalog catalog, IReadOnlyList<string> columns, IReadOnlyList<ColumnProfile> profiles)
{
    private const double MostlyOfType = 0.6;
    private readonly ColumnMap?[] _maps = new ColumnMap?[columns.Count];
    private readonly string[] _squeezed = [.. columns.Select(HeaderName.Squeeze)];

    /// <summary>Builds the map of a file of a kind (<c>accounts</c>, <c>events:ticket</c>, <c>field_history:contacts</c>, a collection).</summary>
    public ImportMap Build(string variant)
    {
        string[] parts = variant.Split(':');
        RowType? type = RowTypeOf(parts[0]);
        foreach (HeaderEntry entry in Entries(variant))
        {
            Assign(entry, type, parts[0]);
        }

        bool isHistory = parts[0] is "opportunity_stages" or "field_history";
        if (!isHistory)
        {
            AssignByContent(parts[0]);
            AssignRest(type, parts[0]);
        }

        string? eventType = parts is ["events", _] ? parts[1] : null;
        return new ImportMap(
            parts[0],
            eventType is "meeting_activity" ? "meeting" : eventType is "email" ? "email_event" : eventType,
            parts[0] == "field_history" && parts.Length > 1 ? parts[1] : parts[0] == "opportunity_stages" ? "opportunities" : null,
            [.. columns.Select((column, i) => _maps[i] ?? new ColumnMap(column, null, Why: "not needed"))]);
    }

    /// <summary>The rows' type; null for events, whose types differ row by row, and for histories.</summary>
    private RowType? RowTypeOf(string kind) => kind switch
    {
        "accounts" => catalog.Account,
        "contacts" => catalog.Contact,
        _ => catalog.FindCollection(kind),
    };

    private static IEnumerable<HeaderEntry> Entries(string variant)
    {
        IReadOnlyList<HeaderEntry> own = HeaderDictionary.Find(variant)?.Entries ?? [];
        string plain = variant.Split(':')[0];
        IReadOnlyList<HeaderEntry> shared = variant.Contains(':', StringComparison.Ordinal) ? HeaderDictionary.Find(plain)?.Entries ?? [] : [];
        return own.Concat(shared.Where(entry => own.All(mine => mine.Target != entry.Target || entry.Target == "-")));
    }

    private void Assign(HeaderEntry entry, RowType? type, string kind)
    {
        if (entry.Target == "-")
        {
            for (int i = 0; i < columns.Count; i++)
            {
                if (_maps[i] is null && entry.Spellings.Contains(_squeezed[i], StringComparer.Ordinal))
                {
                    _maps[i] = new ColumnMap(columns[i], null, Why: "of no use here");
                }
            }

            return;
        }

        foreach (string spelling in entry.Target == "+" ? [] : entry.Spellings)
        {
            int at = Array.FindIndex(_squeezed, name => string.Equals(name, spelling, StringComparison.Ordinal));
            if (at < 0 || _maps[at] is not null || profiles[at].Filled == 0)
            {
                continue;
            }

            FieldDefinition? field = FieldOf(entry.Target, type, kind);
            if (field is not null ? Fits(field, at, kind) : ColumnMap.Keys.Contains(entry.Target))
            {
                _maps[at] = Map(at, entry.Target, field?.Type, isNew: false, "by its name");
                return;
            }
        }
    }

    private FieldDefinition? FieldOf(string name, RowType? type, string kind)
    {
        if (kind == "events")
        {
            return ColumnMap.Keys.Contains(name) ? null : catalog.Events.Values.Select(row => row.Find(name)).FirstOrDefault(found => found is not null)
                ?? new FieldDefinition(name, name is "amount" ? FieldType.Money : FieldType.Number);
        }

        return name is "id" && type?.Kind is RowKind.Account or RowKind.Contact ? null : type?.Find(name);
    }

    /// <summary>Cells of another type than the field's belong to another field; a column of places is a country only where it holds countries.</summary>
    private bool Fits(FieldDefinition field, int column, string kind)
    {
        ColumnProfile profile = profiles[column];
        if (field.Type is FieldType.Number or FieldType.Money or FieldType.Boolean or FieldType.Date)
        {
            // An event keeps a value that does not fit, so that a few good ones are enough there.
            return kind == "events" ? profile.Count(field.Type) > 0 : profile.Is(field.Type, MostlyOfType);
        }

        if (_squeezed[column] is "officelocation" && field.Name is "country" && catalog.TaxonomyOf(field) is { } taxonomy)
        {
            int known = profile.Distinct.Count(value => taxonomy.Find(TextFolding.Fold(value)) is not null);
            return known * 2 > profile.Distinct.Count;
        }

        return true;
    }

    private void AssignByContent(string kind)
    {
        string? target = kind switch { "contacts" => "email", "accounts" => "domain", _ => null };
        if (target is null || _maps.Any(map => map?.Target == target))
        {
            return;
        }

        for (int i = 0; i < columns.Count; i++)
        {
            int hits = target == "email" ? profiles[i].Emails : profiles[i].Domains;
            if (_maps[i] is null && profiles[i].Filled > 0 && hits >= profiles[i].Filled * 0.8)
            {
                _maps[i] = Map(i, target, FieldType.Text, isNew: false, "by what is in it");
                return;
            }
        }
    }

    private void AssignRest(RowType? type, string kind)
    {
        var taken = _maps.Where(map => map?.Target is not null).Select(map => map!.Target!).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < columns.Count; i++)
        {
            if (_maps[i] is not null)
            {
                continue;
            }

            if (profiles[i].Filled == 0)
            {
                _maps[i] = new ColumnMap(columns[i], null, Why: "empty");
                continue;
            }

            string name = HeaderName.ToFieldName(columns[i]);
            FieldDefinition? known = KnownField(name, type, kind);
            if (known is not null && !taken.Contains(name) && Fits(known, i, kind))
            {
                _maps[i] = Map(i, name, known.Type, isNew: false, "by its name");
            }
            else
            {
                FieldType inferred = TypeInference.Infer(columns[i], profiles[i]);
                _maps[i] = Map(i, Free(name, inferred, taken, type, kind), inferred, isNew: true, "new");
            }

            taken.Add(_maps[i]!.Target!);
        }
    }

    private FieldDefinition? KnownField(string name, RowType? type, string kind) => kind == "events"
        ? catalog.Events.Values.Select(row => row.Find(name)).FirstOrDefault(found => found is not null)
        : type?.Find(name);

    private string Free(string name, FieldType inferred, HashSet<string> taken, RowType? type, string kind)
    {
        string free = name;
        bool isText = inferred is FieldType.Text or FieldType.Category;
        for (int i = 2; taken.Contains(free) || KnownField(free, type, kind) is not null; i++)
        {
            free = i == 2 && isText ? $"{name}_text" : $"{name}_{i}";
        }

        return free;
    }

    private ColumnMap Map(int column, string target, FieldType? type, bool isNew, string why)
    {
        ColumnProfile profile = profiles[column];
        bool isNumber = type is FieldType.Number or FieldType.Money;
        return new ColumnMap(
            columns[column],
            target,
            type,
            isNew,
            DecimalComma: isNumber && IsDecimalComma(profile),
            Dates: OrderOf(profile),
            Scale: isNumber ? HeaderName.ScaleOf(columns[column]) : 1,
            Why: why);
    }

    /// <summary>Where a column leaves it open, the other columns of the file decide.</summary>
    private bool IsDecimalComma(ColumnProfile profile)
    {
        if (profile.CommaEvidence > 0 || profile.PointEvidence > 0)
        {
            return profile.CommaEvidence > profile.PointEvidence;
        }

        return profiles.Sum(other => other.Is(FieldType.Number) ? other.CommaEvidence : 0) > profiles.Sum(other => other.Is(FieldType.Number) ? other.PointEvidence : 0);
    }

    private static DateOrder OrderOf(ColumnProfile profile) => (profile.DayFirst, profile.MonthFirst) switch
    {
        ( > 0, 0) => DateOrder.DayFirst,
        (0, > 0) => DateOrder.MonthFirst,
        _ => DateOrder.Unknown,
    };
}
