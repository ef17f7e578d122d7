using System.Text.Json;

namespace Strata.Platform.Ingest.Seen;

/// <summary>What the files of seen ids cover, as it is kept beside them.</summary>
/// <param name="Runs">The names of the files.</param>
/// <param name="Tables">How much of each table they cover.</param>
internal sealed record SeenState(IReadOnlyList<string> Runs, IReadOnlyDictionary<string, TableExtent> Tables)
{
    private const string Name = "seen.json";

    /// <summary>Nothing.</summary>
    public static SeenState Empty { get; } = new([], new Dictionary<string, TableExtent>(StringComparer.Ordinal));

    /// <summary>Reads what was kept; <see cref="Empty"/> where nothing was, or nothing that can be read.</summary>
    public static SeenState Read(string directory)
    {
        try
        {
            return JsonSerializer.Deserialize<SeenState>(File.ReadAllBytes(Path.Combine(directory, Name))) ?? Empty;
        }
        catch (Exception fault) when (fault is FileNotFoundException or JsonException)
        {
            return Empty;
        }
    }

    /// <summary>Keeps it: all or nothing, and durably.</summary>
    public void Write(string directory)
    {
        string path = Path.Combine(directory, Name);
        string temporary = path + ".new";
        using (FileStream file = File.Create(temporary))
        {
            JsonSerializer.Serialize(file, this);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

/// <summary>How much of a table is covered.</summary>
/// <param name="Next">The number of the first row that is not.</param>
/// <param name="Count">How many rows there were before it: fewer mean that rows were taken out, and numbered anew.</param>
internal readonly record struct TableExtent(long Next, long Count);
