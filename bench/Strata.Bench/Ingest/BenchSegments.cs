using System.Globalization;

namespace Strata.Bench.Ingest;

/// <summary>The segments that are kept live: one behavioural leaf each, or several of sixty, some with a condition on the account.</summary>
internal static class BenchSegments
{
    private const int Leaves = 60;

    private static readonly string[] Windows = ["1 minute", "2 minutes", "5 minutes", "1 hour", "1 day", "7 days", "30 days"];

    /// <summary>Writes a file for each.</summary>
    public static void Write(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < count; i++)
        {
            string where = (i % 5) switch
            {
                0 or 1 => Leaf(i),
                2 => $"{Leaf(i)} and employees >= {((i % 9) * 100).ToString(CultureInfo.InvariantCulture)}",
                3 => $"{Leaf(i)} and not ({Leaf(i + 7)})",
                _ => $"{Leaf(i)} or {Leaf(i + 31)} and {Leaf(i + 13)}",
            };
            File.WriteAllText(Path.Combine(folder, $"live-{i:D3}.yaml"), $"segment: live-{i:D3}\nof: accounts\nwhere: |\n  {where}\n");
        }
    }

    private static string Leaf(int number)
    {
        int leaf = number % Leaves;
        string page = (leaf % 40).ToString("D2", CultureInfo.InvariantCulture), window = Windows[leaf % Windows.Length];
        return leaf % 3 == 0
            ? $"any(page_view where page = \"page-{page}\") in last {window}"
            : $"count(page_view where page = \"page-{page}\") in last {window} >= {(1 + (leaf % 4)).ToString(CultureInfo.InvariantCulture)}";
    }
}
