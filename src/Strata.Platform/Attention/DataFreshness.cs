using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Attention;

/// <summary>
/// When the newest event of each type happened, kept by the version of its table: a table that did not change is not read again, and one
/// that changes all the time at most once in a while. Thread-safe.
/// </summary>
/// <param name="clock">The clock.</param>
public sealed class DataFreshness(TimeProvider clock)
{
    /// <summary>An event type of which none came for so long counts as one that no longer comes, and so does a score.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromDays(14);

    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Version, long? Newest, long ReadAt)> _known = new(StringComparer.Ordinal);

    /// <summary>When the newest event of each type happened that did by now, in UTC microseconds; null where there is none.</summary>
    public IReadOnlyDictionary<string, long?> NewestEvents(Workspace workspace, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        IReadOnlyDictionary<string, TableVersion> versions = TableVersions.Read(workspace.Connection);
        long now = workspace.Now.Instant;
        lock (_lock)
        {
            RowType[] outdated = [.. workspace.Catalog.Events.Values.Where(type => IsOutdated(type.Name, versions.GetValueOrDefault(TableNames.Table(type)).Version))];
            if (outdated.Length > 0)
            {
                Read(workspace, outdated, versions, now, cancellation);
            }

            return workspace.Catalog.Events.Keys.ToDictionary(type => type, type => _known[type].Newest, StringComparer.Ordinal);
        }
    }

    /// <summary>What a definition reads that no longer comes; an event type counts only where events of it came before.</summary>
    /// <param name="reads">The checked expression.</param>
    /// <param name="newest">As <see cref="NewestEvents"/> said.</param>
    /// <param name="runs">When each score was last written, in UTC microseconds, by its name.</param>
    /// <param name="now">The present, in UTC microseconds.</param>
    internal static IReadOnlyList<StaleSource> StaleSources(
        BoundExpr reads, IReadOnlyDictionary<string, long?> newest, IReadOnlyDictionary<string, long> runs, long now)
    {
        long oldest = now - (StaleAfter.Ticks / TimeSpan.TicksPerMicrosecond);
        var sources = new SortedDictionary<string, long?>(StringComparer.Ordinal);
        foreach (object node in BoundTree.Nodes(reads))
        {
            switch (node)
            {
                case BoundSource { IsEvent: true } source when newest.GetValueOrDefault(source.Row.Name) is { } last && last < oldest:
                    sources[source.Row.Name] = last;
                    break;
                case BoundField field when ScoreOf(field.Field.Name) is { } score && runs.TryGetValue(score, out long run) && run < oldest:
                    sources[field.Field.Name] = run;
                    break;
                default:
                    break;
            }
        }

        return [.. sources.Select(pair => new StaleSource(pair.Key, pair.Value is { } at ? Microseconds.ToText(at) : null))];
    }

    /// <summary>The score that writes a field of accounts; null for every other field.</summary>
    private static string? ScoreOf(string field) => field switch
    {
        "fit_grade" => ScoreDefinition.Fit.Name,
        "churn_risk" => ScoreDefinition.Churn.Name,
        _ when field.EndsWith("_score", StringComparison.Ordinal) => field[..^"_score".Length],
        _ => null,
    };

    private bool IsOutdated(string type, long version) => !_known.TryGetValue(type, out (long Version, long? Newest, long ReadAt) known)
        || (known.Version != version && clock.GetElapsedTime(known.ReadAt) > ReadAgainAfter);

    private void Read(Workspace workspace, RowType[] types, IReadOnlyDictionary<string, TableVersion> versions, long now, CancellationToken cancellation)
    {
        IEnumerable<string> selects = types.Select((type, at) => $"SELECT {at}, max(ts) FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE ts <= make_timestamp($1)");
        long readAt = clock.GetTimestamp();
        workspace.Connection.Query(
            string.Join(" UNION ALL ", selects),
            [now],
            row =>
            {
                RowType type = types[row.GetInt64(0)];
                _known[type.Name] = (versions.GetValueOrDefault(TableNames.Table(type)).Version, row.GetNullableInt64(1), readAt);
                return true;
            },
            cancellation);
    }
}
