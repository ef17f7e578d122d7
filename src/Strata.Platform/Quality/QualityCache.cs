using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Quality;

/// <summary>A report, and of when it is.</summary>
/// <param name="Report">The report.</param>
/// <param name="At">When it was counted, in UTC microseconds.</param>
/// <param name="IsCurrent">False where accounts or contacts have changed since.</param>
public sealed record KeptReport(QualityReport Report, long At, bool IsCurrent);

/// <summary>
/// Keeps the last report: among few rows it is counted whenever it is asked for, among many that takes seconds and is done by <see cref="Refresh"/>.
/// Thread-safe.
/// </summary>
public sealed class QualityCache
{
    /// <summary>Among as many accounts and contacts at most everything is counted at once.</summary>
    public const int MostAtOnce = 20_000;

    private readonly Lock _lock = new();
    private (Stamp Of, long At, QualityReport Report)? _kept;

    /// <summary>The report; null where there are too many rows to count at once and nobody has yet.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="cancellation">Stops it.</param>
    public KeptReport? Find(Workspace workspace, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (workspace.Connection.QueryScalar<long>("SELECT CAST((SELECT count(*) FROM account) + (SELECT count(*) FROM contact) AS BIGINT)") <= MostAtOnce)
        {
            return new KeptReport(new DataQuality(workspace).Report(cancellation), workspace.Now.Instant, IsCurrent: true);
        }

        lock (_lock)
        {
            return _kept is { } kept ? new KeptReport(kept.Report, kept.At, kept.Of == Stamp.Of(workspace.Connection)) : null;
        }
    }

    /// <summary>Counts everything, however long that takes.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="progress">Told how much is done, from 0 to 1; null for nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public QualityReport Refresh(Workspace workspace, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var before = Stamp.Of(workspace.Connection);
        long at = workspace.Now.Instant;
        QualityReport report = new DataQuality(workspace).Report(cancellation, progress);
        lock (_lock)
        {
            _kept = (before, at, report);
        }

        return report;
    }

    /// <summary>What most of a report depends on.</summary>
    private readonly record struct Stamp(TableVersion? Accounts, TableVersion? Contacts)
    {
        public static Stamp Of(DuckDbConnection connection)
        {
            IReadOnlyDictionary<string, TableVersion> versions = TableVersions.Read(connection);
            return new Stamp(
                versions.TryGetValue("account", out TableVersion accounts) ? accounts : null, versions.TryGetValue("contact", out TableVersion contacts) ? contacts : null);
        }
    }
}
