using System.Diagnostics;
using NodaTime;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Reading;
using Strata.Platform.Import.Rejects;
using Strata.Platform.Import.Sniffing;
using Strata.Platform.Import.Staging;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Import;

/// <summary>Imports one file: stages its rows, then applies them in one transaction.</summary>
internal sealed class FileImport(
    WarehouseStore store,
    DuckDbConnection connection,
    DataDirectory directory,
    ImportRequest request,
    TimeProvider clock,
    IProgress<ImportProgress>? progress,
    CancellationToken cancellation)
{
    /// <summary>Events may be this much ahead of the import, as a planned meeting is.</summary>
    private const long PlausibleAheadDays = 366;

    private readonly long _now = Microseconds.FromInstant(Instant.FromDateTimeOffset(clock.GetUtcNow()));

    /// <summary>Runs the import and says what it did.</summary>
    public FileReport Run(InputFile file, ContentScan scan, SourceTable source, ImportPlan plan, long started)
    {
        SetVariables(plan.Map);
        var staging = new FileStaging(store.Catalog, connection, source, progress is null ? null : new Phase(progress, file.Name, "reading"), cancellation);
        StagedRows staged = staging.Stage(plan.Map);
        progress?.Report(new ImportProgress(file.Name, "applying", 0));
        using DuckDbTransaction transaction = connection.BeginTransaction();
        long id = ImportLedger.NextId(connection);
        Sources.Declare(connection, request.Source, request.SourceKind);
        DataCatalog catalog = store.ExtendWithin(connection, staged.Additions);
        string rejectsPath = Path.Combine(directory.FullPath, "rejects", $"{file.BaseName}.{id}.rejects.csv");
        using var rejects = new RejectFile(rejectsPath, source.Columns);
        var rejection = new Rejection(connection, source, request.DryRun ? null : rejects, cancellation);
        rejection.TakeMalformed();
        rejection.TakeRefused();

        var loader = new WarehouseLoader(connection, catalog, request.Source, cancellation);
        LoadResult result = staged.Apply(loader, catalog);
        IReadOnlyList<LoadProblem> problems = loader.Problems();
        rejection.TakeProblems(problems);
        string? mapPath = request.DryRun || request.MapFile is not null ? null : new SavedMaps(directory).Save(staged.Map, file, id);
        if (rejects.Path is not null && !request.DryRun)
        {
            RejectedRows.SaveMap(rejectsPath, staged.Map, file.Name);
        }

        var report = new FileReport(
            file.Name,
            request.DryRun ? 0 : id,
            staged.Map,
            plan.Candidates,
            staged.Rows + rejection.Malformed,
            result,
            rejection.Rows,
            rejection.Deleted,
            rejects.Path,
            mapPath,
            rejection.Counts,
            [.. staged.Notes, .. ImportNotes.Of(problems, result, staged.Map)],
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            request.DryRun);
        if (!request.DryRun)
        {
            ImportLedger.Add(connection, report, scan.Sha256, request.Source, _now, Microseconds.FromInstant(Instant.FromDateTimeOffset(clock.GetUtcNow())));
            cancellation.ThrowIfCancellationRequested();
            transaction.Commit();
            store.Adopt(catalog);
        }

        connection.Execute($"DROP TABLE IF EXISTS {StagingStatement.Table}");
        progress?.Report(new ImportProgress(file.Name, "applying", 1));
        return report with { Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
    }

    private void SetVariables(ImportMap map)
    {
        SetVariable(CellSql.ZoneVariable, request.Zone.Id);
        connection.Execute($"SET VARIABLE {RowStaging.NowVariable} = make_timestamp($1)", _now);
        connection.Execute($"SET VARIABLE {EventColumns.LatestVariable} = make_timestamp($1)", _now + (PlausibleAheadDays * Microseconds.PerDay));
        SetVariable(EventColumns.SourceVariable, request.Source);
        SetVariable(EventColumns.TypeVariable, map.EventType);
    }

    private void SetVariable(string name, string? value) =>
        connection.Execute($"SET VARIABLE {name} = CAST($1 AS VARCHAR)", value);

    /// <summary>Tells the engine's progress as that of the import.</summary>
    private sealed class Phase(IProgress<ImportProgress> target, string file, string phase) : IProgress<double>
    {
        public void Report(double value) => target.Report(new ImportProgress(file, phase, value));
    }
}
