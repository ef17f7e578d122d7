namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>The files of words that belong to the assembly.</summary>
internal static class Data
{
    /// <summary>The lines of a file that are no comments.</summary>
    public static IEnumerable<string> Lines(string file)
    {
        using Stream stream = typeof(Data).Assembly.GetManifestResourceStream($"Strata.Platform.Duplicates.{file}")
            ?? throw new InvalidOperationException($"{file} is not in the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
