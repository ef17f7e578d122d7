using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Platform.Profile.Features;
using Strata.Platform.Segments.Library;
using Strata.Platform.Tests.Segments;

namespace Strata.Platform.Tests.Profile.Features;

/// <summary>Every feature says by which clause or value of the language it is written; the language must agree, at any instant.</summary>
public sealed class FeatureBuilderTests(Market market) : IClassFixture<Market>
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(120)]
    public void Features_are_what_the_language_says(int daysAgo)
    {
        var catalog = FeatureCatalog.Of(market.Workspace);
        var asOf = new AsOf(market.Now.Instant - (daysAgo * 86_400_000_000L), market.Now.Zone);
        List<(long Ref, string Id)> accounts = market.Workspace.Connection.Query("SELECT ref, id FROM account", [], row => (row.GetInt64(0), row.GetRequiredText(1)));

        // The eve of the next microsecond is the instant itself.
        FeatureTable table = FeatureBuilder.Build(market.Workspace, catalog, [.. accounts.Select(account => new FeatureRow(account.Ref, asOf.Instant + 1))]);

        table.Features.Count.ShouldBeGreaterThan(150);
        Enum.GetValues<FeatureFamily>().ShouldAllBe(family => table.Features.Any(feature => feature.Family == family));
        Dictionary<string, int> rows = accounts.Select((account, row) => (account.Id, row)).ToDictionary(pair => pair.Id, pair => pair.row, StringComparer.Ordinal);
        for (int feature = 0; feature < table.Features.Count; feature++)
        {
            Compare(table, feature, rows, asOf);
        }
    }

    [Fact]
    public void Bands_and_values_are_clauses_of_the_language()
    {
        var catalog = FeatureCatalog.Of(market.Workspace);
        List<long> refs = market.Workspace.Connection.Query("SELECT ref FROM account ORDER BY ref", [], row => row.GetInt64(0));
        FeatureTable table = FeatureBuilder.Build(market.Workspace, catalog, [.. refs.Select(account => new FeatureRow(account, market.Now.Instant + 1))]);

        Feature employees = table.Features.Single(feature => feature.Name == "employees");
        double[] numbers = table.Numbers(table.IndexOf("employees"));
        market.Count(employees.Between(200, 2000)).ShouldBe(numbers.Count(number => number is >= 200 and < 2000));
        market.Count(employees.Between(200, null)).ShouldBe(numbers.Count(number => number >= 200));
        market.Count(employees.Between(null, 200)).ShouldBe(numbers.Count(number => number < 200));

        Feature industry = table.Features.Single(feature => feature.Name == "industry");
        int place = table.IndexOf("industry");
        string[] two = [.. table.Dictionary(place).Take(2)];
        market.Count(industry.In(two)).ShouldBe(table.Codes(place).Count(code => code is 0 or 1));

        Feature views = table.Features.Single(feature => feature.Name == "page_view in 30 days");
        double[] counts = table.Numbers(table.IndexOf("page_view in 30 days"));
        market.Count(views.Between(3, 4)).ShouldBe(counts.Count(count => count.Equals(3)));
        market.Count(table.Features.Single(feature => feature.Name == "years since founded_at").Between(5, 20)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void What_follows_the_sale_is_named_and_refused()
    {
        var catalog = FeatureCatalog.Of(market.Workspace);

        string[] names = [.. catalog.Refused.Select(refused => refused.Name)];
        new[] { "arr", "contract_value", "renewal_date", "health", "owner", "fit_score" }.ShouldAllBe(name => names.Contains(name));
        catalog.Features.ShouldAllBe(feature => !names.Contains(feature.Name));
        FeatureCatalog.Of(market.Workspace, ["health"]).Features.ShouldContain(feature => feature.Name == "health");
    }

    private void Compare(FeatureTable table, int place, Dictionary<string, int> rows, AsOf asOf)
    {
        Feature feature = table.Features[place];
        if (feature.Clause is { } clause)
        {
            double[] flags = table.Numbers(place);
            HashSet<string> members = [.. market.Workspace.Reader.MemberIds(market.Select(clause).Plan, asOf)];
            rows.ShouldAllBe(row => members.Contains(row.Key) == flags[row.Value].Equals(1.0), $"{feature.Name}: {clause}");
            return;
        }

        if (feature.Path is not { } path)
        {
            return;
        }

        BoundValue value = MemberColumns.Parse(market.Workspace.Library, EntityKind.Account, path, null).Columns.Single().Value!;
        Taxonomy? taxonomy = market.Workspace.Catalog.Account.Find(path) is { } field ? market.Workspace.Catalog.TaxonomyOf(field) : null;
        market.Workspace.Reader.List(market.Select("name is known or name is unknown").Plan, [value], [], null, asOf, row =>
        {
            if (feature.Kind == FeatureKind.Category)
            {
                int code = table.Codes(place)[rows[row.Id]];
                (code < 0 ? null : Folded(taxonomy, table.Dictionary(place)[code])).ShouldBe(row.Cells[0] is string written ? Folded(taxonomy, written) : null, $"{path} of {row.Id}");
                return;
            }

            double number = table.Numbers(place)[rows[row.Id]];
            double? said = row.Cells[0] is null ? null : Convert.ToDouble(row.Cells[0], System.Globalization.CultureInfo.InvariantCulture);
            (double.IsNaN(number) ? (double?)null : number).ShouldBe(said, $"{path} of {row.Id}");
        });
    }

    private static string Folded(Taxonomy? taxonomy, string written) => TextFolding.Fold(taxonomy?.Find(TextFolding.Fold(written))?.Name ?? written);
}
