namespace Strata.Platform.Import;

/// <summary>An import was stopped: the file in hand was undone as a whole, the files before it are imported as a whole.</summary>
public sealed class ImportCancelledException : OperationCanceledException
{
    /// <summary>Creates the exception.</summary>
    public ImportCancelledException(string undone, IReadOnlyList<string> imported, Exception inner, CancellationToken token)
        : base(Describe(undone, imported), inner, token)
    {
        Undone = undone;
        Imported = imported;
    }

    /// <summary>The file of which nothing was kept.</summary>
    public string Undone { get; }

    /// <summary>The files that were imported before.</summary>
    public IReadOnlyList<string> Imported { get; }

    private static string Describe(string undone, IReadOnlyList<string> imported)
    {
        string before = imported.Count == 0 ? "" : $" Imported before it, as a whole: {string.Join(", ", imported)}.";
        return $"Stopped. Nothing of {undone} was imported.{before}";
    }
}
