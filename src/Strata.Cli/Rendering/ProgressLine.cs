using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Platform.Generation;

namespace Strata.Cli.Rendering;

/// <summary>One line of progress on the error output, rewritten as work goes on; nothing where that is no terminal. Thread-safe.</summary>
internal sealed class ProgressLine(CliContext context) : IDisposable
{
    private const int BarWidth = 24;

    private readonly Lock _lock = new();
    private long _lastShown = long.MinValue;
    private int _width;

    /// <summary>Shows how far a piece of work is.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="done">How much of it.</param>
    /// <param name="total">How much there is; 0 where that is not known.</param>
    public void Show(string what, double done, double total)
    {
        if (!Terminal.ErrorIsTerminal)
        {
            return;
        }

        lock (_lock)
        {
            long now = Environment.TickCount64;
            if (now - _lastShown < 100 && done < total)
            {
                return;
            }

            _lastShown = now;
            double share = total > 0 ? Math.Clamp(done / total, 0, 1) : 0;
            int filled = (int)(share * BarWidth);
            string bar = total > 0 ? $" {new string('━', filled)}{new string('─', BarWidth - filled)} {share.ToString("P0", CultureInfo.InvariantCulture)}" : " …";
            string line = what + bar;
            context.Error.Write("\r" + line.PadRight(_width));
            _width = line.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_width > 0)
            {
                context.Error.Write("\r" + new string(' ', _width) + "\r");
                _width = 0;
            }
        }
    }
}

/// <summary>The generator's progress on a line.</summary>
internal sealed class GenerationLine(ProgressLine line) : IProgress<GenerationProgress>
{
    /// <inheritdoc/>
    public void Report(GenerationProgress value) => line.Show($"generating {value.Phase}", value.Done, value.Total);
}
