using System.Globalization;

namespace Strata.Bench.Ingest;

/// <summary>A segment that is kept live: one behavioural leaf, or several, some with a condition on the account.</summary>
/// <param name="Number">Its number.</param>
internal sealed record BenchSegment(int Number)
{
    private readonly int _shape = Number % 5;
    private readonly int _first = Number % BenchLeaf.Count;
    private readonly int _excluded = (Number + 7) % BenchLeaf.Count;
    private readonly int _other = (Number + 31) % BenchLeaf.Count;
    private readonly int _with = (Number + 13) % BenchLeaf.Count;
    private readonly int _employees = Number % 9 * 100;

    /// <summary>Its name.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"live-{Number:D3}");

    /// <summary>The numbers of the leaves that it reads.</summary>
    public IEnumerable<int> Leaves => _shape switch
    {
        0 or 1 or 2 => [_first],
        3 => [_first, _excluded],
        _ => [_first, _other, _with],
    };

    /// <summary>Its condition in the language.</summary>
    public string Where => _shape switch
    {
        0 or 1 => Text(_first),
        2 => string.Create(CultureInfo.InvariantCulture, $"{Text(_first)} and employees >= {_employees}"),
        3 => $"{Text(_first)} and not ({Text(_excluded)})",
        _ => $"{Text(_first)} or {Text(_other)} and {Text(_with)}",
    };

    /// <summary>Whether an account of which some leaves hold is in it.</summary>
    /// <param name="holds">Whether a leaf holds.</param>
    /// <param name="employees">How many employees the account has.</param>
    public bool Has(Func<int, bool> holds, int employees) => _shape switch
    {
        0 or 1 => holds(_first),
        2 => holds(_first) && employees >= _employees,
        3 => holds(_first) && !holds(_excluded),
        _ => holds(_first) || (holds(_other) && holds(_with)),
    };

    /// <summary>So many of them.</summary>
    public static IReadOnlyList<BenchSegment> Make(int count) => [.. Enumerable.Range(0, count).Select(number => new BenchSegment(number))];

    /// <summary>Writes a file for each.</summary>
    public static void Write(string folder, IEnumerable<BenchSegment> segments)
    {
        Directory.CreateDirectory(folder);
        foreach (BenchSegment segment in segments)
        {
            File.WriteAllText(Path.Combine(folder, segment.Name + ".yaml"), $"segment: {segment.Name}\nof: accounts\nwhere: |\n  {segment.Where}\n");
        }
    }

    private static string Text(int leaf) => BenchLeaf.All[leaf].Text;
}
