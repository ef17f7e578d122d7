using System.Globalization;
using Strata.Language.Time;

namespace Strata.Bench.Ingest;

/// <summary>A behavioural leaf: so many views of a page within a window.</summary>
/// <param name="Page">The number of the page.</param>
/// <param name="Window">The window as the language writes it.</param>
/// <param name="Length">Its length in microseconds.</param>
/// <param name="Least">How many views.</param>
internal sealed record BenchLeaf(int Page, string Window, long Length, int Least)
{
    /// <summary>How many leaves there are.</summary>
    public const int Count = 60;

    /// <summary>Pages from this on are in no leaf.</summary>
    public const int Pages = 40;

    private const long Minute = 60 * Microseconds.PerSecond;

    private static readonly (string Text, long Length)[] Windows =
    [
        ("1 minute", Minute), ("2 minutes", 2 * Minute), ("5 minutes", 5 * Minute), ("1 hour", 60 * Minute),
        ("1 day", Microseconds.PerDay), ("7 days", 7 * Microseconds.PerDay), ("30 days", 30 * Microseconds.PerDay),
    ];

    /// <summary>The leaves, by number.</summary>
    public static IReadOnlyList<BenchLeaf> All { get; } = [.. Enumerable.Range(0, Count).Select(number =>
        new BenchLeaf(number % Pages, Windows[number % Windows.Length].Text, Windows[number % Windows.Length].Length, number % 3 == 0 ? 1 : 1 + (number % 4)))];

    /// <summary>The numbers of the leaves that read a page.</summary>
    public static IReadOnlyList<int>[] OfPage { get; } =
        [.. Enumerable.Range(0, 100).Select(page => (IReadOnlyList<int>)[.. Enumerable.Range(0, Count).Where(number => All[number].Page == page)])];

    /// <summary>The leaf in the language.</summary>
    public string Text
    {
        get
        {
            string page = Page.ToString("D2", CultureInfo.InvariantCulture), least = Least.ToString(CultureInfo.InvariantCulture);
            return Least == 1
                ? $"any(page_view where page = \"page-{page}\") in last {Window}"
                : $"count(page_view where page = \"page-{page}\") in last {Window} >= {least}";
        }
    }
}
