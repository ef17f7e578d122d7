using System.Globalization;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Testing;

/// <summary>Rows of one type that are said at one instant.</summary>
/// <param name="Type">What they are.</param>
/// <param name="ObservedAt">When, in microseconds.</param>
/// <param name="Rows">The values by name.</param>
public sealed record RandomBatch(RowType Type, long ObservedAt, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows);

/// <summary>
/// A small data set over <see cref="RandomCatalog"/>: ties, missing values, instants at the edges of windows, rows that change, contacts
/// that move to another account or have none, events that nobody is known to have done.
/// </summary>
public sealed class RandomData
{
    private readonly int _accounts;
    private readonly int _contacts;
    private readonly RandomSource _random;
    private readonly DataCatalog _catalog = RandomCatalog.Catalog;
    private readonly List<RandomBatch> _batches = [];

    /// <summary>Draws a data set.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="scale">How many times as large as the smallest, of ten accounts.</param>
    public RandomData(int seed, int scale = 1)
    {
        _accounts = 10 * scale;
        _contacts = 14 * scale;
        _random = new RandomSource(seed);
        long[] observed = [.. Enumerable.Range(0, 4).Select(_ => _random.Instant()).Distinct().Order()];
        LastObserved = observed[^1];
        State(_catalog.Account, observed, _accounts, (number, _) => new() { ["id"] = AccountId(number) });
        State(_catalog.Contact, observed, _contacts, (number, first) => Owned(first || _random.OneIn(3), new() { ["id"] = ContactId(number) }));
        State(_catalog.Collections["technologies"], observed, 18 * scale, Technology);
        State(_catalog.Collections["opportunities"], observed, 14 * scale, (number, first) =>
            Owned(first, new() { ["id"] = "o" + Text(number), ["account"] = AccountId(number % _accounts) }));
        Events("page_view", 60 * scale);
        Events("form", 40 * scale);
    }

    /// <summary>What is to be loaded, in order.</summary>
    public IReadOnlyList<RandomBatch> Batches => _batches;

    /// <summary>The instant from which on nothing changes any more, in microseconds.</summary>
    public long LastObserved { get; }

    /// <summary>The id of an account; some beyond those there are.</summary>
    public static string AccountId(int number) => "a" + Text(number);

    /// <summary>The id of a contact; some beyond those there are.</summary>
    public static string ContactId(int number) => "c" + Text(number);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void State(RowType type, long[] observed, int count, Func<int, bool, Dictionary<string, object?>> key)
    {
        for (int round = 0; round < observed.Length; round++)
        {
            var rows = new Dictionary<string, IReadOnlyDictionary<string, object?>>(StringComparer.Ordinal);
            for (int number = 0; number < count; number++)
            {
                if (round > 0 && !_random.OneIn(3))
                {
                    continue;
                }

                Dictionary<string, object?> row = key(number, round == 0);
                string identity = string.Join('|', row.Where(pair => pair.Key is "id" or "product" || (pair.Key is "account" && type.Name is "technologies")).Select(pair => pair.Value));
                foreach (FieldDefinition field in type.Fields.Where(field => !row.ContainsKey(field.Name) && field.Name is not ("account_id" or "email" or "domain")))
                {
                    if (!_random.OneIn(round == 0 ? 4 : 2))
                    {
                        row[field.Name] = Value(field);
                    }
                }

                rows[identity] = row;
            }

            _batches.Add(new RandomBatch(type, observed[round], [.. rows.Values]));
        }
    }

    private Dictionary<string, object?> Owned(bool moves, Dictionary<string, object?> row)
    {
        if (moves && !_random.OneIn(8) && !row.ContainsKey("account"))
        {
            row["account"] = AccountId(_random.Below(_accounts));
        }

        return row;
    }

    private Dictionary<string, object?> Technology(int number, bool first) => new()
    {
        ["account"] = AccountId(number % _accounts),
        ["product"] = _random.Pick("alpha", "beta", "gamma"),
    };

    private void Events(string name, int count)
    {
        RowType type = _catalog.Events[name];
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        for (int number = 0; number < count; number++)
        {
            Dictionary<string, object?> row = new()
            {
                ["id"] = name + Text(number),
                ["ts"] = _random.Instant(),
                ["account"] = _random.OneIn(12) ? null : AccountId(_random.Below(_random.Pick(3, _accounts))),
                ["contact"] = _random.OneIn(3) ? null : ContactId(_random.Below(_random.Pick(3, _contacts + 1))),
                ["source"] = _random.Pick("web", "Web", "app"),
            };
            foreach (FieldDefinition field in type.Fields.Where(_ => !_random.OneIn(4)))
            {
                row[field.Name] = string.Equals(field.Name, "page", StringComparison.Ordinal) ? _random.Pick("pricing", "demo", "Demo", "alpha") : Value(field);
            }

            rows.Add(row);
        }

        _batches.Add(new RandomBatch(type, Microseconds.Min, rows));
    }

    private object Value(FieldDefinition field) => field.Type switch
    {
        FieldType.Text or FieldType.Category => _random.Of(RandomSource.Texts),
        FieldType.Number or FieldType.Money => _random.Of(RandomSource.Numbers),
        FieldType.Boolean => _random.OneIn(2),
        FieldType.Date => _random.Instant(),
        FieldType.Set => new[] { _random.Of(RandomSource.Texts), _random.Of(RandomSource.Texts) },
        _ => throw new InvalidOperationException($"Unknown type {field.Type}."),
    };
}
