using System.Globalization;
using Strata.Language;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Workspaces;

/// <summary>How much memory the warehouse's engine holds where nobody says, and what is told where that does not suffice.</summary>
public static class EngineMemory
{
    private const int LeastServing = 512;
    private const int LeastWorking = 4096;

    /// <summary>MiB of this machine.</summary>
    private static long Machine => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20;

    /// <summary>
    /// MiB for a server: a 32nd of the machine, or 512 where that is more, and never more than four fifths of it. What the engine wrote it keeps
    /// in memory as long as it may, so that a server where events come in grows to this.
    /// </summary>
    internal static int Serving => AtMostMost(Math.Max(Machine / 32, LeastServing));

    /// <summary>MiB for a command, which ends: a quarter of the machine, or 4 GiB where that is more, and never more than four fifths of it.</summary>
    internal static int Working => AtMostMost(Math.Max(Machine / 4, LeastWorking));

    /// <summary>The error for the person where the engine may not hold as much memory as a statement takes; null for any other fault.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <param name="outcome">What follows for the person; null for nothing.</param>
    public static UserErrorException? Explain(Exception fault, string? outcome = null) => fault is DuckDbException { ErrorType: DuckDbErrorType.OutOfMemory }
        ? new UserErrorException(
            [
                new UserError(
                    "memory",
                    $"This takes more memory than the warehouse may hold{(outcome is null ? "" : $"; {outcome}")}.",
                    Fix: string.Create(
                        CultureInfo.InvariantCulture,
                        $"Let it hold more, such as 'strata settings set {WorkspaceSettings.WarehouseMemoryName} {Working}' (MiB), which counts from the next start. The engine says: {FirstLine(fault.Message)}")),
            ],
            fault)
        : null;

    private static int AtMostMost(long mebibytes) => (int)Math.Min(mebibytes, Machine * 4 / 5);

    private static string FirstLine(string message) => message.Split('\n', 2)[0];
}
