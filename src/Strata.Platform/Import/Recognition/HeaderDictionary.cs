using System.Globalization;

namespace Strata.Platform.Import.Recognition;

/// <summary>One thing that columns of a kind of file hold, and how they are called.</summary>
/// <param name="Target">A field, or one of the keys that <c>headers.tsv</c> names.</param>
/// <param name="Weight">How much a match tells about the kind.</param>
/// <param name="Spellings">Squeezed names, the most telling first.</param>
internal sealed record HeaderEntry(string Target, int Weight, IReadOnlyList<string> Spellings);

/// <summary>A kind of file with what its columns are called.</summary>
/// <param name="Name"><c>accounts</c>, <c>events:ticket</c>, <c>field_history:contacts</c>, or what a refused kind is called after <c>!</c>.</param>
/// <param name="Entries">Its columns.</param>
internal sealed record HeaderKind(string Name, IReadOnlyList<HeaderEntry> Entries)
{
    /// <summary>True for files that Strata knows but does not import.</summary>
    public bool IsRefused => Name.StartsWith('!');
}

/// <summary>The kinds of files that are recognised by the names of their columns; read from <c>headers.tsv</c>.</summary>
internal static class HeaderDictionary
{
    private static readonly Lazy<IReadOnlyList<HeaderKind>> Loaded = new(Load);

    /// <summary>The kinds in the order of the file.</summary>
    public static IReadOnlyList<HeaderKind> Kinds => Loaded.Value;

    /// <summary>The kind of that name; entries of the plain kind stand in for what a variant does not say.</summary>
    public static HeaderKind? Find(string name) => Kinds.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.Ordinal));

    private static List<HeaderKind> Load()
    {
        using Stream stream = typeof(HeaderDictionary).Assembly.GetManifestResourceStream("Strata.Platform.Import.headers.tsv")
            ?? throw new InvalidOperationException("The dictionary of headers is not in the assembly.");
        using var reader = new StreamReader(stream);
        var kinds = new List<HeaderKind>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            string[] parts = line.Split('\t');
            var entry = new HeaderEntry(parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture), parts[3].Split(','));
            int at = kinds.FindIndex(kind => string.Equals(kind.Name, parts[0], StringComparison.Ordinal));
            if (at < 0)
            {
                kinds.Add(new HeaderKind(parts[0], [entry]));
            }
            else
            {
                kinds[at] = kinds[at] with { Entries = [.. kinds[at].Entries, entry] };
            }
        }

        return kinds;
    }
}
