using Strata.Language;
using Strata.Platform.Generation.Events;
using Strata.Platform.Generation.Files;
using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;

namespace Strata.Platform.Generation;

/// <summary>
/// Writes a believable B2B universe as the files that a team would export, with a planted truth beside it. Rows are worked out
/// from the seed whenever they are needed and never kept, so memory does not grow with the number of accounts or events.
/// </summary>
public sealed class UniverseGenerator
{
    private static readonly RowFile[] RowFiles =
    [
        new AccountFile(), new ContactFile(), new TechnologyFile(), new OpportunityFile(), new OpportunityStageFile(), new SubscriptionFile(), new SpendFile(),
    ];

    private readonly UniverseOptions _options;
    private readonly IProgress<GenerationProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Universe _universe;
    private readonly SlicePlan _plan;

    private UniverseGenerator(UniverseOptions options, IProgress<GenerationProgress>? progress, CancellationToken cancellation)
    {
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        _universe = new Universe(options);
        _plan = SlicePlan.Measure(_universe, WantsEvents, done => Report("plan", done, options.Accounts), cancellation);
    }

    private bool WantsEvents => _options.Files.HasFlag(UniverseFiles.Events) && _options.Events > 0;

    /// <summary>Writes the files. They get their names only when all are whole; after a fault or a cancellation none is left.</summary>
    /// <param name="options">What to generate.</param>
    /// <param name="progress">Told now and then how far it is, on any thread; or null.</param>
    /// <param name="cancellationToken">Stops the work within about a tenth of a second.</param>
    /// <exception cref="UserErrorException">An option is out of bounds (<c>argument</c>), or a file cannot be written (<c>file</c>).</exception>
    public static async Task<GenerationResult> GenerateAsync(
        UniverseOptions options, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        OptionRules.Check(options);
        try
        {
            Directory.CreateDirectory(options.Directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                [new UserError("file", $"Cannot create the folder {options.Directory}: {fault.Message}", null, "Choose a folder that can be written to.")],
                fault);
        }

        var generator = await Task.Run(() => new UniverseGenerator(options, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        return await generator.WriteAsync().ConfigureAwait(false);
    }

    private async Task<GenerationResult> WriteAsync()
    {
        var outputs = new List<OutputFile>();
        try
        {
            foreach (var file in RowFiles.Where(IsWanted))
            {
                outputs.Add(Open(file.Name));
                await WriteRowsAsync(file, outputs[^1]).ConfigureAwait(false);
            }

            var truth = _options.Files.HasFlag(UniverseFiles.Truth) ? new OutputFile(Path.Combine(_options.Directory, TruthFile.Name), compressed: false) : null;
            if (truth is not null)
            {
                outputs.Add(truth);
                await WriteTruthAsync(truth).ConfigureAwait(false);
            }

            if (WantsEvents)
            {
                outputs.Add(Open("events"));
                await WriteEventsAsync(outputs[^1], truth).ConfigureAwait(false);
            }

            if (truth is not null)
            {
                await WriteTextAsync(truth, [.. TruthFile.CloseList, .. "\n}\n"u8]).ConfigureAwait(false);
            }

            foreach (var output in outputs)
            {
                await output.CloseAsync().ConfigureAwait(false);
            }

            _cancellation.ThrowIfCancellationRequested();
            return new GenerationResult([.. outputs.OrderBy(output => output == truth).Select(output => output.Commit())]);
        }
        finally
        {
            foreach (var output in outputs)
            {
                await output.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private bool IsWanted(RowFile file) => _options.Files.HasFlag(file.Kind)
        && (file.Kind != UniverseFiles.Contacts || _universe.TotalContacts > 0)
        && (file.Kind != UniverseFiles.Technologies || _options.TechnologiesPerAccount > 0);

    private OutputFile Open(string name)
    {
        var compressed = _options.Format == UniverseFormat.CsvGzip;
        return new OutputFile(Path.Combine(_options.Directory, name + (compressed ? ".csv.gz" : ".csv")), compressed);
    }

    private async Task WriteRowsAsync(RowFile file, OutputFile output)
    {
        await WriteTextAsync(output, file.Header).ConfigureAwait(false);
        await OrderedWork.RunAsync(
            Enumerable.Range(0, _plan.Slices),
            () => (Scope: new AccountScope(_universe), Buffer: new CsvBuffer()),
            (slice, worker) =>
            {
                worker.Buffer.Clear();
                foreach (var account in _plan.Read(slice, worker.Scope))
                {
                    file.Write(account, worker.Buffer);
                }
            },
            async (slice, worker) =>
            {
                await output.WriteAsync(worker.Buffer, _cancellation).ConfigureAwait(false);
                Report(file.Name, _plan.EndOf(slice), _options.Accounts);
            },
            _cancellation).ConfigureAwait(false);
    }

    private async Task WriteEventsAsync(OutputFile output, OutputFile? truth)
    {
        await WriteTextAsync(output, System.Text.Encoding.ASCII.GetBytes(EventColumn.Header + "\n")).ConfigureAwait(false);
        var isFirst = true;
        await OrderedWork.RunAsync(
            EventFile.Pieces(_plan),
            () => new EventFile(_universe, _plan),
            (piece, worker) => worker.Render(piece),
            async (piece, worker) =>
            {
                await output.WriteAsync(worker.Rows.Row, _cancellation).ConfigureAwait(false);
                if (truth is not null)
                {
                    isFirst = await AppendEntriesAsync(truth, worker.Rows.Unknown, isFirst).ConfigureAwait(false);
                }

                Report("events", output.Rows, _options.Events);
            },
            _cancellation).ConfigureAwait(false);
    }

    // Up to the anonymous visitors, who come with the events.
    private async Task WriteTruthAsync(OutputFile truth)
    {
        await WriteTextAsync(truth, TruthFile.Head(_universe)).ConfigureAwait(false);
        await WriteTextAsync(truth, TruthFile.OpenList("duplicates")).ConfigureAwait(false);
        var buffer = new CsvBuffer();
        var isFirst = true;
        for (var slice = 0; slice < _plan.Slices; slice++)
        {
            _cancellation.ThrowIfCancellationRequested();
            TruthFile.WriteDuplicates(_universe, _plan, slice, buffer);
            isFirst = await AppendEntriesAsync(truth, buffer, isFirst).ConfigureAwait(false);
            buffer.Clear();
        }

        await WriteTextAsync(truth, TruthFile.CloseList).ConfigureAwait(false);
        await WriteTextAsync(truth, TruthFile.OpenList("anonymous_visitors")).ConfigureAwait(false);
    }

    // Returns whether the next entry is still the first of its list.
    private async ValueTask<bool> AppendEntriesAsync(OutputFile truth, CsvBuffer entries, bool isFirst)
    {
        await truth.WriteAsync(entries, _cancellation, skip: isFirst && entries.Length > 0 ? 1 : 0).ConfigureAwait(false);
        return isFirst && entries.Length == 0;
    }

    private async ValueTask WriteTextAsync(OutputFile output, byte[] text)
    {
        var buffer = new CsvBuffer();
        buffer.Raw(text);
        await output.WriteAsync(buffer, _cancellation).ConfigureAwait(false);
    }

    private void Report(string phase, long done, long total) => _progress?.Report(new GenerationProgress(phase, done, total));
}
