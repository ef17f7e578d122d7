using System.Globalization;
using Strata.Language;
using Strata.Platform.Import.Preview;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Import.Uploads;

/// <summary>
/// Imports the files of an upload, each by itself and in its own turn, so that one that is broken keeps none of the others back: those that
/// others refer to first.
/// </summary>
/// <param name="store">The uploads.</param>
/// <param name="writer">Makes the changes.</param>
/// <param name="clock">The clock.</param>
public sealed class UploadRun(UploadStore store, IExclusiveWriter writer, TimeProvider clock)
{
    /// <summary>Imports what was not imported yet.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="dryRun">True to change nothing and only tell what would happen; that is not kept with the upload.</param>
    /// <param name="report">Told how far it is, from 0 to 1, and what is being done.</param>
    /// <param name="cancellation">Stops it: the file in hand is undone as a whole, files before it stay.</param>
    /// <returns>The files with what came of them.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; what is kept of the files before is kept with the upload.</exception>
    public async Task<IReadOnlyList<UploadedFile>> RunAsync(Upload upload, bool dryRun, Action<double, string> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(report);
        UploadedFile[] files = [.. upload.Files.Where(file => file.Outcome?.ImportId is null)];
        long all = Math.Max(1, files.Sum(file => file.Bytes)), before = 0;
        report(0, "looking");
        var outcomes = new List<UploadedFile>();
        foreach (UploadedFile file in await ArrangeAsync(upload, files, cancellation))
        {
            long start = before;
            var progress = new Listener(step => report((start + (file.Bytes * ShareOf(step))) / all, $"{step.Phase} {step.File}"));

            // Not given up while it waits: whoever cancels is told when nothing is under way any more.
            UploadOutcome outcome = await writer.RunAsync(
                workspace =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    return Import(workspace, store.RequestFor(upload, file, workspace.Settings.Zone) with { DryRun = dryRun }, progress, cancellation);
                },
                CancellationToken.None);
            before += file.Bytes;
            UploadedFile done = file with { Outcome = outcome };
            outcomes.Add(done);
            if (!dryRun)
            {
                store.Change(upload.Id, now => now.With(done));
            }
        }

        return [.. upload.Files.Select(file => outcomes.Find(done => done.Number == file.Number) ?? file)];
    }

    private UploadOutcome Import(Workspace workspace, ImportRequest request, IProgress<ImportProgress> progress, CancellationToken cancellation)
    {
        try
        {
            return UploadOutcome.Of(new Importer(workspace.Warehouse, workspace.Directory, clock).Import(request, progress, cancellation).Files[0]);
        }
        catch (UserErrorException wrong)
        {
            return UploadOutcome.Failed(wrong.Errors);
        }
    }

    /// <summary>What others refer to comes first; what cannot be read comes last, to tell why.</summary>
    private Task<List<UploadedFile>> ArrangeAsync(Upload upload, UploadedFile[] files, CancellationToken cancellation) => files.Length < 2
        ? Task.FromResult(files.ToList())
        : writer.RunAsync(
            workspace =>
            {
                var previewer = new FilePreviewer(workspace.Warehouse, workspace.Directory);
                return files.OrderBy(file => RankOf(previewer, store.RequestFor(upload, file, workspace.Settings.Zone), cancellation)).ToList();
            },
            cancellation);

    private static int RankOf(FilePreviewer previewer, ImportRequest request, CancellationToken cancellation)
    {
        try
        {
            return Importer.RankOf(previewer.Look(request, cancellation).Map.Kind);
        }
        catch (UserErrorException)
        {
            return int.MaxValue;
        }
    }

    private static double ShareOf(ImportProgress step) => step.Phase switch
    {
        "looking" => 0.05 * step.Done,
        "reading" => 0.05 + (0.6 * step.Done),
        "applying" => 0.65 + (0.35 * step.Done),
        _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"An import has no phase {step.Phase}.")),
    };

    private sealed class Listener(Action<ImportProgress> show) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => show(value);
    }
}
