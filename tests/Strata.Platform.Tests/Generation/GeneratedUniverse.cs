using System.Text;
using Strata.Platform.Generation;

namespace Strata.Platform.Tests.Generation;

/// <summary>A small universe in a temporary folder, read back as rows.</summary>
public sealed class GeneratedUniverse : IDisposable
{
    private GeneratedUniverse(string folder, GenerationResult result)
    {
        Folder = folder;
        Result = result;
    }

    public string Folder { get; }

    public GenerationResult Result { get; }

    public static async Task<GeneratedUniverse> CreateAsync(Func<UniverseOptions, UniverseOptions> change)
    {
        var folder = Directory.CreateTempSubdirectory("strata-universe-").FullName;
        var options = change(new UniverseOptions { Directory = folder, Accounts = 3000, Events = 60_000, Seed = 7 });
        return new GeneratedUniverse(folder, await UniverseGenerator.GenerateAsync(options, null, CancellationToken.None));
    }

    /// <summary>The rows of a file by column name.</summary>
    public List<Dictionary<string, string>> Read(string name)
    {
        using var reader = new StreamReader(Path.Combine(Folder, name + ".csv"), Encoding.UTF8);
        var header = Split(reader.ReadLine()!);
        var rows = new List<Dictionary<string, string>>();
        while (reader.ReadLine() is { } line)
        {
            var cells = Split(line);
            cells.Count.ShouldBe(header.Count, line);
            rows.Add(header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
        }

        return rows;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // An independent reading of RFC 4180; no cell of these files holds a line break.
    private static List<string> Split(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (letter == '"')
            {
                if (quoted && at + 1 < line.Length && line[at + 1] == '"')
                {
                    cell.Append('"');
                    at++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (letter == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(letter);
            }
        }

        quoted.ShouldBeFalse(line);
        cells.Add(cell.ToString());
        return cells;
    }
}
