using System.Diagnostics;
using Strata.Language;
using Strata.Platform.Import.Parsing;
using Strata.Platform.Import.Reading;
using Strata.Platform.Import.Sniffing;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Import;

/// <summary>Brings a team's own files in: recognises what they are, reads them, and applies their rows; each file is all or nothing.</summary>
/// <param name="store">The warehouse.</param>
/// <param name="directory">The data directory, where maps and rejected rows are kept.</param>
/// <param name="clock">The clock.</param>
public sealed class Importer(WarehouseStore store, DataDirectory directory, TimeProvider clock)
{
    /// <summary>Accounts come before what refers to them, and history comes last.</summary>
    private static readonly string[] Order = ["accounts", "contacts"];

    /// <summary>Imports the files of a request.</summary>
    /// <param name="request">What to import and how.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops; the file in hand is undone, files before it stay.</param>
    /// <exception cref="UserErrorException">A file cannot be imported; files before it in the order of import are.</exception>
    /// <exception cref="ImportCancelledException">The import was stopped.</exception>
    public ImportReport Import(ImportRequest request, IProgress<ImportProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var scratch = new ScratchFiles(Path.Combine(directory.FullPath, "tmp"));
        using DuckDbConnection connection = store.Connect();
        ParseFunctions.Register(connection);
        var reports = new List<FileReport>();
        string current = request.Files.Count == 0 ? "" : request.Files[0] == "-" ? "standard input" : Path.GetFileName(request.Files[0]);
        try
        {
            foreach ((InputFile file, ContentScan scan) in Arrange(Open(request, scratch, progress, cancellation), request, connection, scratch, cancellation))
            {
                current = file.Name;
                long started = Stopwatch.GetTimestamp();
                SourceTable source = new SourceReader(connection, scratch, cancellation).Open(file, scan, request.MaxLineBytes);
                ImportPlan plan = ImportPlan.Make(connection, source, file.Name, request, store.Catalog, cancellation);
                var import = new FileImport(store, connection, directory, request, clock, progress, cancellation);
                reports.Add(import.Run(file, scan, source, plan, started));
            }
        }
        catch (OperationCanceledException fault) when (cancellation.IsCancellationRequested)
        {
            throw new ImportCancelledException(current, [.. reports.Select(report => report.File)], fault, cancellation);
        }
        catch (Exception fault) when (ImportFaults.Explain(fault, current) is { } explained)
        {
            throw explained;
        }

        return new ImportReport(reports);
    }

    private static List<(InputFile File, ContentScan Scan)> Open(
        ImportRequest request, ScratchFiles scratch, IProgress<ImportProgress>? progress, CancellationToken cancellation)
    {
        var files = new List<(InputFile, ContentScan)>();
        foreach (string path in request.Files)
        {
            InputFile file = InputFile.Open(path, request.StandardInput, scratch, cancellation);
            progress?.Report(new ImportProgress(file.Name, "looking", 0));
            files.Add((file, ContentScan.Read(file, request.MaxLineBytes, cancellation)));
        }

        return files;
    }

    /// <summary>Sorts several files so that what is referred to comes first.</summary>
    private List<(InputFile File, ContentScan Scan)> Arrange(
        List<(InputFile File, ContentScan Scan)> files, ImportRequest request, DuckDbConnection connection, ScratchFiles scratch, CancellationToken cancellation)
    {
        if (files.Count < 2)
        {
            return files;
        }

        var ranked = new List<(int Rank, InputFile File, ContentScan Scan)>();
        foreach ((InputFile file, ContentScan scan) in files)
        {
            SourceTable source = new SourceReader(connection, scratch, cancellation).Open(file, scan, request.MaxLineBytes);
            ImportPlan plan = ImportPlan.Make(connection, source, file.Name, request, store.Catalog, cancellation);
            ranked.Add((RankOf(plan.Map.Kind), file, scan));
        }

        return [.. ranked.OrderBy(entry => entry.Rank).Select(entry => (entry.File, entry.Scan))];
    }

    /// <summary>The place of a kind in the order of import.</summary>
    internal static int RankOf(string kind) => Array.IndexOf(Order, kind) switch
    {
        >= 0 and var place => place,
        _ => kind switch
        {
            "events" => 3,
            "opportunity_stages" or "field_history" => 4,
            _ => 2,
        },
    };
}
