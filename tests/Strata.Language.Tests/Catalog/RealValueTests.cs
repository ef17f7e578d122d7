using System.Text;
using System.Text.RegularExpressions;
using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Testing;
using Xunit.Abstractions;

namespace Strata.Language.Tests.Catalog;

/// <summary>The shipped names against what real company lists write.</summary>
public sealed partial class RealValueTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("companies/sp500.csv", "utf-8", "GICS Sector", "industry")]
    [InlineData("companies/sp500.csv", "utf-8", "GICS Sub-Industry", "industry")]
    [InlineData("companies/fortune500.csv", "utf-16", "industry", "industry", "Miscellaneous")]
    [InlineData("companies/fortune500.csv", "utf-16", "sector", "industry")]
    [InlineData("crm-sales/accounts.csv", "utf-8", "sector", "industry", "technolgy", "services")]
    [InlineData("crm-sales/accounts.csv", "utf-8", "office_location", "geography", "Philipines")]
    public void Every_value_is_a_spelling_but_for_the_known_faults(
        string file, string encoding, string column, string taxonomy, params string[] unknown)
    {
        if (ValuesOf(file, encoding, column) is not { } values)
        {
            return;
        }

        Taxonomy tree = ShippedCatalog.Load().Taxonomies[taxonomy];
        values.Where(value => value.Length > 0 && tree.Find(TextFolding.Fold(value)) is null)
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(unknown, ignoreOrder: true);
    }

    [Fact]
    public void The_chief_executives_of_the_Fortune_500_are_read_as_such() =>
        (ValuesOf("companies/fortune500.csv", "utf-16", "ceo_title") ?? []).Where(title => JobTitles.Read(title) != new JobTitle("C-level", "Executive"))
            .ShouldBeEmpty();

    private string[]? ValuesOf(string file, string encoding, string column)
    {
        if (SharedData.Require(output, file) is not { } path)
        {
            return null;
        }

        string[][] rows = [.. File.ReadLines(path, Encoding.GetEncoding(encoding)).Select(CellsOf)];
        int at = Array.IndexOf(rows[0], column);
        at.ShouldBeGreaterThanOrEqualTo(0);
        return [.. rows[1..].Where(row => row.Length > at).Select(row => row[at])];
    }

    private static string[] CellsOf(string line) =>
        [.. Cell().Matches(line).Select(match => match.Groups["quoted"].Success ? match.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : match.Groups["plain"].Value)];

    [GeneratedRegex("(?:^|,)(?:\"(?<quoted>(?:[^\"]|\"\")*)\"|(?<plain>[^,]*))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cell();
}
