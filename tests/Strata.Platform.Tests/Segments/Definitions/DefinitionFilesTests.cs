using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Platform.Segments.Definitions;

namespace Strata.Platform.Tests.Segments.Definitions;

public sealed class DefinitionFilesTests
{
    private const string Example =
        """
        segment: in-market-midmarket-fintech
        name: In-market mid-market fintech
        of: accounts
        where: |
          industry under "Finance and Insurance" and employees between 200 and 2000
          and count(page_view where page = "pricing") in last 30 days > 2
        exclude: ownership = "Government"            # suppression, applied last, shown apart
        include_list: [a7]                           # by hand; survives every recompute
        objective: engagement                        # awareness | engagement | acceleration | opportunity | retention
        owner: demand-gen
        description: Why this group deserves a play of its own.
        minimum: {display: 1000, email: 400, sales: 50}
        review_every: 90 days
        """;

    [Fact]
    public void The_example_of_the_language_page_is_read_whole()
    {
        var segment = Read<SegmentDefinition>(Example);

        segment.Name.ShouldBe("in-market-midmarket-fintech");
        segment.Title.ShouldBe("In-market mid-market fintech");
        segment.Of.ShouldBe(EntityKind.Account);
        segment.Exclude.ShouldNotBeNull();
        segment.IncludeList.ShouldBe(["a7"]);
        segment.Objective.ShouldBe("engagement");
        segment.Owner.ShouldBe("demand-gen");
        segment.Minimum.ShouldBe(new MinimumSizes(1000, 400, 50));
        segment.ReviewEvery.ShouldBe(new Duration(90, TimeUnit.Day));
        new DefinitionChecker(ShippedCatalog.Load(), DefinitionSet.Empty).CheckSegment(segment).Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("segment: s\nwhere: employes > 1", 2, 8)]
    [InlineData("segment: s\nwhere: 'name = \"it''s\" and employes > 1'", 2, 28)]
    [InlineData("segment: s\nwhere: \"name = \\\"x\\\" and employes > 1\"", 2, 26)]
    [InlineData("segment: s\nwhere: |\n  employees > 1\n  and employes > 1", 4, 7)]
    [InlineData("segment: s\nwhere: >-\n    employees > 1\n    and (employes > 1\n    or employees > 2)", 4, 10)]
    [InlineData("segment: s\nwhere: employees > 1\n  and employes > 1", 3, 7)]
    [InlineData("segment: s\nwhere: employees > 1\nexclude: |\n\n  employes > 1", 5, 3)]
    [InlineData("segment: s\nwhere: |\r\n  employees > 1\r\n  and employes > 1\r\n", 4, 7)]
    public void An_error_inside_an_expression_names_the_line_and_column_of_the_file(string text, int line, int column)
    {
        var segment = Read<SegmentDefinition>(text);

        UserError error = new DefinitionChecker(ShippedCatalog.Load(), DefinitionSet.Empty).CheckSegment(segment).Errors.Single();

        error.Code.ShouldBe("name");
        error.Where.ShouldBe(new SourceLocation("file.yaml", line, column, "employes".Length));
    }

    [Theory]
    [InlineData("segment: s\nwhere: |\n  employees > 1\n  and and employees > 1", "syntax", 4, 7)]
    [InlineData("segment: s\nwhere: employees > 1\nexclude: (employees > 1", "syntax", 3, 10)]
    [InlineData("segment: s\nwhere: employees > 1\nonwer: me", "format", 3, 1)]
    [InlineData("segment: s\nof: leads\nwhere: employees > 1", "format", 2, 5)]
    [InlineData("segment: s\nwhere: employees > 1\nobjective: glory", "format", 3, 12)]
    [InlineData("segment: s\nwhere: employees > 1\nreview_every: often", "format", 3, 15)]
    [InlineData("segment: s\nwhere: employees > 1\nminimum: {email: lots}", "format", 3, 18)]
    [InlineData("segment: s\nowner: me", "format", 1, 1)]
    [InlineData("segment: s\nwhere: [a, b]", "format", 2, 8)]
    [InlineData("segment: s\nwhere: name = \"a\"\nwhere: x", "format", 3, 1)]
    [InlineData("segment: s\nwhere: name = \"a: b\"", "format", 2, 17)]
    [InlineData("name: s\nwhere: employees > 1", "format", 1, 1)]
    [InlineData("trait: Big Spender\nvalue: arr * 2", "format", 1, 1)]
    [InlineData("segmentation: tier\nsegments: [{value: A, wher: x}]", "format", 2, 12)]
    [InlineData("list: l", "format", 1, 1)]
    [InlineData("segment: s\nwhere: \"unclosed", "format", 2, 8)]
    public void A_fault_is_located(string text, string code, int line, int column)
    {
        IReadOnlyList<UserError> errors = Should.Throw<UserErrorException>(() => DefinitionFiles.ReadText(text, "file.yaml")).Errors;

        errors.ShouldContain(error => error.Code == code && error.Where!.Line == line && error.Where.Column == column, string.Join('\n', errors));
    }

    [Fact]
    public void Yaml_that_is_nested_without_end_is_refused()
    {
        string text = "segment: " + new string('[', 100_000);

        Should.Throw<UserErrorException>(() => DefinitionFiles.ReadText(text, "file.yaml")).Errors.Single().Code.ShouldBe("limit");
    }

    [Fact]
    public void Several_definitions_may_stand_in_one_file_and_keep_their_own_text()
    {
        IReadOnlyList<WrittenDefinition> read = DefinitionFiles.ReadText("list: l\nmembers: [a1, a2]\n---\n# a trait\ntrait: double_arr\nvalue: arr * 2\n", "file.yaml");

        read.Select(written => written.Definition.Name).ShouldBe(["l", "double_arr"]);
        read[0].Text.ShouldBe("list: l\nmembers: [a1, a2]\n");
        read[1].Text.ShouldContain("trait: double_arr");
        read[1].Text.ShouldNotContain("list");
    }

    [Fact]
    public void A_list_takes_its_members_from_a_file_beside_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("ids.csv"), "\"Account, name\",id\nAcme,a1\nBeta,a2\n,a1\nGamma,\n");
        File.WriteAllText(folder.PathOf("plain.csv"), "x1\nx2\n");
        File.WriteAllText(folder.PathOf("lists.yaml"), "list: headed\nfile: ids.csv\n---\nlist: plain\nof: contacts\nfile: plain.csv\nmembers: [x0]\n---\nlist: named\nfile: ids.csv\ncolumn: 'Account, name'\n");

        IReadOnlyList<WrittenDefinition> read = DefinitionFiles.ReadFolder(folder.Root).Definitions;

        read.Select(written => (ListDefinition)written.Definition).Select(list => string.Join(' ', list.Members)).ShouldBe(["a1 a2", "x0 x1 x2", "Acme Beta Gamma"]);
    }

    [Fact]
    public void A_folder_is_read_whole_its_tests_left_out_and_every_fault_reported()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("a.yaml"), "segment: one\nwhere: employees > 1\n");
        File.WriteAllText(folder.PathOf("tests.yaml"), "as_of: 2026-01-01\ncases: []\n");
        DefinitionFolder read = DefinitionFiles.ReadFolder(folder.Root);
        read.Definitions.Count.ShouldBe(1);
        read.Skipped.Count.ShouldBe(1);

        File.WriteAllText(folder.PathOf("b.yaml"), "segment: ONE\nwhere: employees > 2\n");
        File.WriteAllText(folder.PathOf("c.yaml"), "segment: three\nwhere: employees >\n");
        File.WriteAllText(folder.PathOf("d.yml"), "segment: four\nwere: employees\n");
        Should.Throw<UserErrorException>(() => DefinitionFiles.ReadFolder(folder.Root)).Errors.Select(error => error.Code).Order().ShouldBe(["format", "format", "name", "syntax"]);
        Should.Throw<UserErrorException>(() => DefinitionFiles.ReadFolder(folder.PathOf("nowhere"))).Errors.Single().Code.ShouldBe("file");
    }

    internal static T Read<T>(string text)
        where T : Definition => (T)DefinitionFiles.ReadText(text, "file.yaml").Single().Definition;
}
