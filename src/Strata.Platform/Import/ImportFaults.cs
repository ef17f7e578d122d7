using Strata.Language;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import;

/// <summary>Tells a full disk and too little memory from other faults.</summary>
internal static class ImportFaults
{
    /// <summary>The error for the person where the disk is full or cannot be written, or the warehouse may not hold enough memory; else null.</summary>
    public static UserErrorException? Explain(Exception fault, string file)
    {
        bool isDisk = fault switch
        {
            DuckDbException engine => engine.ErrorType is DuckDbErrorType.InputOutput or DuckDbErrorType.Fatal && IsAboutSpace(engine.Message),
            IOException io => IsAboutSpace(io.Message),
            _ => false,
        };
        return isDisk
            ? new UserErrorException(
                [
                    new UserError(
                        "disk",
                        $"There is no room left on the disk; nothing of {file} was imported, and what was there before is kept.",
                        Fix: $"Make room, or use another data directory with --data. The system says: {fault.Message}"),
                ],
                fault)
            : EngineMemory.Explain(fault, $"nothing of {file} was imported, and what was there before is kept");
    }

    private static bool IsAboutSpace(string message) =>
        message.Contains("No space left", StringComparison.OrdinalIgnoreCase)
        || message.Contains("File too large", StringComparison.OrdinalIgnoreCase)
        || message.Contains("not enough space", StringComparison.OrdinalIgnoreCase)
        || message.Contains("disk is full", StringComparison.OrdinalIgnoreCase)
        || message.Contains("Could not write", StringComparison.OrdinalIgnoreCase)
        || message.Contains("Disk quota", StringComparison.OrdinalIgnoreCase);
}
