using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Segments.Export;
using Strata.Platform.Segments.Library;
using Strata.Platform.Tests.Segments.Library;
using Strata.Warehouse.Load;

namespace Strata.Platform.Tests.Segments.Export;

public sealed class SegmentExporterTests : IDisposable
{
    private readonly TestWorkspace _test = new();

    public SegmentExporterTests() => new RowLoader(_test.Workspace.Connection, _test.Workspace.Catalog).Upsert(
        _test.Workspace.Catalog.Account,
        [new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = "a10", ["name"] = "Quote \" and, comma\nand line", ["annual_revenue"] = 1234.5m, ["tags"] = new[] { "x", "y" } }],
        _test.Workspace.Now.Instant);

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Csv_quotes_what_needs_it() => Export("out.csv").ShouldBe(
        "id,name,employees,annual_revenue,tags,founded_at,employees / 7\n"
        + "a10,\"Quote \"\" and, comma\nand line\",1000,1234.5,x; y,2026-11-12T00:00:00Z,142.85714285714286\n"
        + "a09,,900,,,2026-11-13T00:00:00Z,128.57142857142858\n");

    [Fact]
    public void Json_keeps_the_types() => Export("out.json").ShouldBe(
        """
        [
        {"id":"a10","name":"Quote \" and, comma\nand line","employees":1000,"annual_revenue":1234.5,"tags":["x","y"],"founded_at":"2026-11-12T00:00:00Z","employees / 7":142.85714285714286},
        {"id":"a09","name":null,"employees":900,"annual_revenue":null,"tags":null,"founded_at":"2026-11-13T00:00:00Z","employees / 7":128.57142857142858}
        ]

        """);

    [Fact]
    public void Ndjson_has_an_object_a_line() => Export("out.ndjson").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);

    [Fact]
    public void Parquet_keeps_the_types_and_every_digit()
    {
        string path = _test.PathOf("it's out.parquet");
        Write(path);

        _test.Workspace.Connection.Query(
            "SELECT id, annual_revenue::VARCHAR, tags[2], typeof(annual_revenue), typeof(founded_at), \"employees / 7\" > 142 FROM read_parquet($1) ORDER BY id DESC LIMIT 1",
            [path],
            row => string.Join(' ', row.GetText(0), row.GetText(1), row.GetText(2), row.GetText(3), row.GetText(4), row.GetBoolean(5)))
            .ShouldBe(["a10 1234.5000 y DECIMAL(38,4) TIMESTAMP True"]);
    }

    [Fact]
    public void An_extension_that_says_nothing_is_refused() =>
        Should.Throw<UserErrorException>(() => Write(_test.PathOf("out.xlsx"))).Errors.Single().Code.ShouldBe("argument");

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_user_error()
    {
        File.WriteAllText(_test.PathOf("file"), "");

        Should.Throw<UserErrorException>(() => Write(_test.PathOf("file/out.csv"))).Errors.Single().Code.ShouldBe("file");
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("employees +")]
    [InlineData("count(page_view where page = \"a,b\"), nothing")]
    public void A_wrong_column_is_named(string columns) =>
        Should.Throw<UserErrorException>(() => MemberColumns.Parse(_test.Workspace.Library, EntityKind.Account, columns, null)).Errors[0].Message.ShouldStartWith("Column '");

    private string Export(string name)
    {
        Write(_test.PathOf(name)).ShouldBe(2);
        return File.ReadAllText(_test.PathOf(name));
    }

    private long Write(string path)
    {
        DefinitionLibrary library = _test.Workspace.Library;
        var columns = MemberColumns.Parse(library, EntityKind.Account, "id, name, employees, annual_revenue, tags, founded_at, employees / 7", "employees desc");
        return SegmentExporter.Export(
            _test.Workspace, _test.Workspace.Engine(), SegmentSelection.Find(library, "employees >= 900", EntityKind.Account).Plan, columns, _test.Workspace.Now, path, CancellationToken.None);
    }
}
