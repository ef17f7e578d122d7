using Spectre.Console;
using Strata.Cli.Hosting;
using Strata.Platform.Import;

namespace Strata.Cli.Rendering;

/// <summary>Shows how far an import is, on a terminal.</summary>
internal static class ImportProgressBar
{
    /// <summary>Runs the import with a bar for each file; without a terminal nothing is shown.</summary>
    public static ImportReport Show(CliContext context, Func<IProgress<ImportProgress>?, ImportReport> import)
    {
        if (!Terminal.ErrorIsTerminal)
        {
            return import(null);
        }

        return context.ErrorConsole.Progress().AutoClear(true).Start(bars =>
        {
            var tasks = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
            return import(new Listener(step =>
            {
                if (!tasks.TryGetValue(step.File, out ProgressTask? task))
                {
                    tasks[step.File] = task = bars.AddTask(Markup.Escape(step.File), maxValue: 1);
                }

                task.Description = Markup.Escape($"{step.File}: {step.Phase}");
                task.Value = step.Done;
            }));
        });
    }

    private sealed class Listener(Action<ImportProgress> show) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => show(value);
    }
}
