using Strata.Language;

namespace Strata.Platform.Import.Sniffing;

/// <summary>Finds separator and header of a delimited file from its first lines.</summary>
internal static class DelimitedSniffer
{
    private const int LinesLookedAt = 200;
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>Sniffs decoded text: the beginning of the file.</summary>
    /// <exception cref="UserErrorException">Code <c>format</c>: there is no header line.</exception>
    public static DelimitedDialect Sniff(string head, string fileName)
    {
        char separator = ',';
        double best = -1;
        List<List<string>> records = [];
        foreach (char candidate in Separators)
        {
            List<List<string>> split = [.. DelimitedText.Read(head, candidate).Take(LinesLookedAt)];
            double score = Score(split);
            if (score > best)
            {
                (best, separator, records) = (score, candidate, split);
            }
        }

        bool isAligned = best < 1 && IsAligned(head);
        IReadOnlyList<string> names = isAligned
            ? head[..LineEnd(head)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            : records.Count == 0 ? [] : records[0];
        RefuseHeaderless(names, fileName);
        return new DelimitedDialect(separator, Named(names), isAligned);
    }

    /// <summary>Separators that split every line alike, into more than one cell, score highest.</summary>
    private static double Score(List<List<string>> records)
    {
        if (records.Count == 0)
        {
            return 0;
        }

        int width = records[0].Count;
        if (width < 2)
        {
            return 0;
        }

        double alike = records.Count(record => record.Count == width) / (double)records.Count;
        return alike * (1 + Math.Log2(width));
    }

    private static bool IsAligned(string head)
    {
        string[] lines = [.. head.Split('\n').Take(20).Where(line => line.Trim().Length > 0)];
        int[] widths = [.. lines.Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length)];
        return widths.Length > 2 && widths[0] > 1 && widths.Take(widths.Length - 1).All(width => width == widths[0]);
    }

    private static void RefuseHeaderless(IReadOnlyList<string> names, string fileName)
    {
        if (names.Count == 0 || names.All(string.IsNullOrWhiteSpace))
        {
            throw new UserErrorException("format", $"{fileName} has no header line.", fix: "The first line has to name the columns.");
        }

        int numbers = names.Count(name => double.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out _) || name.Contains('@', StringComparison.Ordinal));
        if (numbers * 2 > names.Count)
        {
            throw new UserErrorException(
                "format",
                $"The first line of {fileName} holds values, not the names of columns: {string.Join(", ", names.Take(5))}.",
                fix: "Add a first line that names the columns.");
        }
    }

    private static string[] Named(IReadOnlyList<string> names)
    {
        string[] result = new string[names.Count];
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < result.Length; i++)
        {
            string name = names[i].Trim().Trim('"').Trim();
            name = name.Length == 0 ? $"column {i + 1}" : name;
            int times = seen[name] = seen.GetValueOrDefault(name) + 1;
            result[i] = times == 1 ? name : $"{name} ({times})";
        }

        return result;
    }

    private static int LineEnd(string head) => head.IndexOf('\n', StringComparison.Ordinal) is var end && end < 0 ? head.Length : end;
}
