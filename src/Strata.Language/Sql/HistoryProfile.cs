using System.Collections.Frozen;

namespace Strata.Language.Sql;

/// <summary>
/// Which fields have a history, and until when they last changed. Where T is not before a field's newest observation its column is
/// read; only for an earlier T is its history.
/// </summary>
public sealed class HistoryProfile
{
    private readonly FrozenDictionary<(string Table, string Field), long> _newest;

    /// <summary>Creates the profile from the newest observation (microseconds) of each field that ever changed.</summary>
    public HistoryProfile(IEnumerable<KeyValuePair<(string Table, string Field), long>> newest) => _newest = newest.ToFrozenDictionary();

    /// <summary>The newest observation of all, in microseconds: from then on every column holds what holds at T.</summary>
    public long Newest => _newest.Count == 0 ? long.MinValue : _newest.Values.Max();

    /// <summary>Nothing ever changed.</summary>
    public static HistoryProfile None { get; } = new([]);

    /// <summary>True where the field of some row of the table changed after T.</summary>
    public bool ChangedAfter(string table, string field, long asOf) => _newest.TryGetValue((table, field), out long newest) && asOf < newest;

    /// <summary>True where the field of some row of the table ever changed.</summary>
    public bool HasHistory(string table, string field) => _newest.ContainsKey((table, field));
}
