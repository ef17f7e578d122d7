using System.Globalization;
using System.Text;
using NodaTime;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Import;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Validation;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Segments.Validation;

/// <summary>A market of 200 accounts whose deals are laid out by hand, so that every number of the report is known beforehand.</summary>
public sealed class SegmentationValidatorTests : IDisposable
{
    private const int DealsEach = 600;

    private const string Sizes = """
        segmentation: size
        of: accounts
        segments:
          - value: Large
            where: employees >= 500
          - value: Middle
            where: employees >= 100
          - value: Small
            where: employees between 50 and 99
        other: Tiny
        """;

    private static readonly AsOf Now = new(Microseconds.FromInstant(Instant.FromUtc(2026, 6, 15, 12, 0)), DateTimeZone.Utc);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_are_those_of_the_deals()
    {
        using Workspace workspace = Market(withDeals: true, [Sizes]);

        SegmentationReport report = Validate(workspace, "size");

        report.Groups.Select(group => (group.Value, group.Size, group.IsRest)).ShouldBe([("Large", 60, false), ("Middle", 60, false), ("Small", 60, false), ("Tiny", 20, true)]);
        report.Groups.Select(group => (group.WinRate.Count, group.WinRate.Trials)).ShouldBe([(420, 600), (180, 600), (186, 600), (0, 0)]);
        report.Groups[0].MedianDealSize.ShouldBe(5000);
        report.Groups[1].MedianDealSize.ShouldBe(1000);
        report.Groups[0].MedianCycleDays.ShouldBe(30);
        report.Groups[0].WonRevenue.ShouldBe(420 * 5000);
        report.Groups[3].WinRate.Rate.ShouldBeNull();
        SeparationTest wins = report.Separation!.Tests.Single(test => test.Measure == "win_rate");
        wins.Statistic.ShouldBe(253.8326, 0.0001);
        wins.DegreesOfFreedom.ShouldBe(2);
        SimilarGroups alike = report.Separation.Similar.ShouldHaveSingleItem();
        (alike.First, alike.Second, alike.IsAlike).ShouldBe(("Middle", "Small", true));
        Criterion separation = report.Criteria.Single(criterion => criterion.Name == "separation");
        separation.State.ShouldBe(CriterionState.Weak);
        separation.Finding.ShouldContain("Middle and Small");
        report.Overlap.Parts[0].ShouldBe(new PartOverlap("Large", "Middle", 60, 0.5));
        report.Stability.MonthlyMovers.ShouldBe(0);
        report.Criteria.Single(criterion => criterion.Name == "actionability").State.ShouldBe(CriterionState.Fails);
        report.Holds.ShouldBeFalse();
        report.Verdict.ShouldContain("does not hold up: actionability");
    }

    [Fact]
    public void What_was_learnt_from_the_deals_is_named()
    {
        using Workspace workspace = Market(withDeals: false, [Sizes, """
            segment: likely
            of: accounts
            where: win_score >= 50
            ---
            segmentation: likelihood
            of: accounts
            segments:
              - value: Likely
                where: in segment("likely")
            """]);

        Validate(workspace, "likelihood").LearntFields.ShouldBe(["win_score"]);
        Validate(workspace, "size").LearntFields.ShouldBeEmpty();
    }

    [Fact]
    public void Groups_that_are_names_only_do_not_separate()
    {
        using Workspace workspace = Market(withDeals: true, [Sizes, """
            segmentation: by_letter
            of: accounts
            segments:
              - value: Even
                where: region = "even"
            other: Odd
            """]);

        Criterion separation = Validate(workspace, "by_letter").Criteria.Single(criterion => criterion.Name == "separation");

        separation.State.ShouldBe(CriterionState.Fails);
        separation.NextStep!.ShouldContain("strata icp");
    }

    [Fact]
    public void Members_of_a_suppression_are_a_conflict()
    {
        using Workspace workspace = Market(withDeals: true, [Sizes, "segment: suppress-even\nof: accounts\nwhere: region = \"even\""]);

        SegmentationReport report = Validate(workspace, "size");

        report.Overlap.Conflicts.Select(conflict => (conflict.Group, conflict.Suppression, conflict.Count)).ShouldBe(
            [("Large", "suppress-even", 30), ("Middle", "suppress-even", 30), ("Small", "suppress-even", 30)]);
        report.Criteria.Single(criterion => criterion.Name == "overlap").State.ShouldBe(CriterionState.Fails);
    }

    [Fact]
    public void Without_deals_nothing_is_said_about_separation()
    {
        using Workspace workspace = Market(withDeals: false, [Sizes]);

        SegmentationReport report = Validate(workspace, "size");

        report.Criteria.Single(criterion => criterion.Name == "separation").State.ShouldBe(CriterionState.Unknown);
        report.Separation!.ClosedDeals.ShouldBe(0);
        report.Groups.Sum(group => group.Size).ShouldBe(200);
    }

    [Fact]
    public void Wrong_input_says_what_is_wrong()
    {
        using Workspace workspace = Market(withDeals: false, [Sizes]);

        Should.Throw<UserErrorException>(() => Validate(workspace, "shape")).Message.ShouldContain("There is no segmentation 'shape'");
        Should.Throw<UserErrorException>(() => Validate(workspace, "size", new ValidationOptions(Months: 0))).Message.ShouldContain("months");
        Should.Throw<UserErrorException>(() => Validate(workspace, "size", new ValidationOptions(StabilityMonths: 99))).Message.ShouldContain("between 1 and 36");
        Should.Throw<UserErrorException>(() => Validate(workspace, "size", new ValidationOptions(Suppressions: ["nobody"]))).Message.ShouldContain("There is no segment 'nobody'");
    }

    private static SegmentationReport Validate(Workspace workspace, string segmentation, ValidationOptions? options = null) =>
        SegmentationValidator.Validate(workspace, workspace.Engine("duckdb"), segmentation, options ?? new ValidationOptions(), Now);

    private Workspace Market(bool withDeals, IReadOnlyList<string> definitions)
    {
        var accounts = new StringBuilder("id,name,employees,region\n");
        for (int i = 0; i < 200; i++)
        {
            int employees = i < 60 ? 700 : i < 120 ? 200 : i < 180 ? 70 : 5;
            accounts.Append(CultureInfo.InvariantCulture, $"a{i},Account {i},{employees},{(i % 2 == 0 ? "even" : "odd")}\n");
        }

        List<string> files = [File("accounts.csv", accounts.ToString())];
        if (withDeals)
        {
            files.Add(File("opportunities.csv", Deals()));
        }

        var workspace = Workspace.Open(new DataDirectory(_folder.PathOf("data")), TimeProvider.System);
        new Importer(workspace.Warehouse, workspace.Directory, TimeProvider.System).Import(new ImportRequest(files) { Zone = DateTimeZone.Utc }, null, CancellationToken.None);
        var read = definitions.SelectMany(text => DefinitionFiles.ReadText(text)).ToList();
        new DefinitionReconciler(workspace, read, removeOthers: false).Apply("test", null, Now, CancellationToken.None);
        return workspace;
    }

    private static string Deals()
    {
        var deals = new StringBuilder("id,account_id,stage,amount,is_closed,is_won,created_at,closed_at\n");
        int[] won = [420, 180, 186];
        for (int group = 0; group < won.Length; group++)
        {
            for (int i = 0; i < DealsEach; i++)
            {
                // Every account of a group has ten deals, a third of them in each of three months; wins are spread evenly over accounts.
                bool isWon = i % DealsEach < won[group];
                int account = (60 * group) + (i % 60), month = 1 + (i % 3);
                DateTime created = new(2026, month, 2), closed = created.AddDays(30);
                deals.Append(CultureInfo.InvariantCulture, $"d{group}-{i},a{account},{(isWon ? "Closed Won" : "Closed Lost")},{(group == 0 ? 5000 : 1000)},true,{(isWon ? "true" : "false")},{created:yyyy-MM-dd},{closed:yyyy-MM-dd}\n");
            }
        }

        return deals.ToString();
    }

    private string File(string name, string text)
    {
        string path = _folder.PathOf(name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
