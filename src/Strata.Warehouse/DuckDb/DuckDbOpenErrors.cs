using System.Text.RegularExpressions;
using Strata.Language;

namespace Strata.Warehouse.DuckDb;

/// <summary>Turns the engine's reasons for not opening a file into errors for a person.</summary>
internal static partial class DuckDbOpenErrors
{
    private const string Code = "data-directory";

    /// <summary>The error to throw: a user's error where the file is at fault, else <paramref name="fault"/> itself.</summary>
    /// <param name="file">The full path, or null for a database in memory.</param>
    /// <param name="fault">What the engine said.</param>
    public static Exception Explain(string? file, DuckDbException fault)
    {
        if (file is null)
        {
            return fault;
        }

        string message = fault.Message;
        if (IsLock(fault))
        {
            Match holder = LockHolder().Match(message);
            string who = holder.Success ? $"process {holder.Groups["pid"].Value} ({holder.Groups["program"].Value})" : "another process";
            string stop = holder.Success ? $"process {holder.Groups["pid"].Value}" : "that process";
            return Error(
                $"{file} is in use by {who}; one process at a time can use a data directory.",
                $"Wait for {stop} to finish or stop it, or use another directory with --data.");
        }

        if (message.Contains("not a valid DuckDB database", StringComparison.Ordinal))
        {
            return Error(
                $"{file} is not a Strata warehouse: it is not a DuckDB database file.",
                "Move the file away and let Strata create its own, or use another directory with --data.");
        }

        if (message.Contains("version number", StringComparison.Ordinal))
        {
            return Error(
                $"{file} was written by a newer DuckDB than the {DuckDbDatabase.EngineVersion} that this Strata uses.",
                "Use the Strata version that wrote it, or a newer one.");
        }

        return fault.ErrorType switch
        {
            DuckDbErrorType.InputOutput => Error($"{file} cannot be opened: {message}", "Check that it is a file you may read and write."),
            DuckDbErrorType.Serialization or DuckDbErrorType.Fatal or DuckDbErrorType.Internal => Damaged(),
            _ when message.Contains("orrupt", StringComparison.Ordinal) => Damaged(),
            _ => fault,
        };

        UserErrorException Error(string what, string fix) => new([new UserError(Code, what, Fix: fix)], fault);

        UserErrorException Damaged() => Error($"{file} is damaged: {message}", "Restore it from a backup, or import again into another directory.");
    }

    /// <summary>Whether another process has the file.</summary>
    public static bool IsLock(DuckDbException fault) => fault.Message.Contains("lock on file", StringComparison.Ordinal);

    [GeneratedRegex(@"held in (?<program>.+?) \(PID (?<pid>\d+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LockHolder();
}
