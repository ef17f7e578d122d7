using Strata.Language.Catalog;
using Strata.Language.Values;

namespace Strata.Language.Tests.Catalog;

public sealed class JobTitlesTests
{
    /// <summary>Own list of titles: title, seniority, department (none where the title does not say).</summary>
    private static readonly string[][] Titles =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Catalog", "JobTitles.tsv")).Select(line => line.Split('\t'))];

    [Fact]
    public void Reads_every_title_of_the_list()
    {
        Titles.Length.ShouldBeGreaterThanOrEqualTo(200);
        IEnumerable<string> wrong = Titles
            .Select(row => (row, read: JobTitles.Read(row[0])))
            .Where(pair => pair.read != new JobTitle(pair.row[1], pair.row.Length > 2 ? pair.row[2] : null))
            .Select(pair => $"{string.Join(" / ", pair.row)} is read as {pair.read.Seniority} / {pair.read.Department}");
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t")]
    [InlineData("n/a")]
    [InlineData("ieakxsZwGEBdpS1879Gv/Q==")]
    [InlineData("???")]
    [InlineData("🙂")]
    public void What_is_no_title_says_nothing(string? title) => JobTitles.Read(title).ShouldBe(default);

    [Fact]
    public void A_text_of_any_length_is_read() => JobTitles.Read(new string('x', 1_000_000) + " CEO").ShouldBe(default);

    [Fact]
    public void Values_are_nodes_of_their_taxonomies()
    {
        DataCatalog catalog = ShippedCatalog.Load();
        foreach (string[] row in Titles)
        {
            JobTitle read = JobTitles.Read(row[0]);
            catalog.Taxonomies["seniority"].Nodes.ShouldContain(node => node.Name == read.Seniority && node.Parent == null);
            if (read.Department is { } department)
            {
                catalog.Taxonomies["department"].Find(TextFolding.Fold(department))!.Name.ShouldBe(department);
            }
        }
    }

    [Fact]
    public void Words_are_folded_and_plain() =>
        JobTitles.WordsOf("Sr. VP, R&D – Geschäftsführer/in").ShouldBe(["sr", "vp", ",", "r", "and", "d", "geschaftsfuhrer", "in"]);
}
