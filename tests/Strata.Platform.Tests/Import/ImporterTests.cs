using Strata.Language.Values;
using Strata.Platform.Import;

namespace Strata.Platform.Tests.Import;

public sealed class ImporterTests : IDisposable
{
    private readonly ImportDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_CRM_export_is_recognised_and_read()
    {
        FileReport report = _directory.ImportText(
            "accounts.csv",
            """
            Account ID,Account Name,Website,Industry,Number of Employees,Annual Revenue,Billing Country,Tags,Power Score,Last Modified Date
            001A,Acme GmbH,https://www.acme.com/,SaaS,"1,200",$3.5M,Germany,hot;new,7,2026-01-05
            001B,Beta,beta.io,,,,,,9.5,2026-01-06
            """);
        report.Map.Kind.ShouldBe("accounts");
        report.Result.Inserted.ShouldBe(2);
        _directory.Scalar<string>("SELECT domain FROM account WHERE id = '001A'").ShouldBe("acme.com");
        _directory.Scalar<long>("SELECT employees FROM account WHERE id = '001A'").ShouldBe(12_000_000);
        _directory.Scalar<long>("SELECT annual_revenue FROM account WHERE id = '001A'").ShouldBe(35_000_000_000);
        _directory.Scalar<string>("SELECT CAST(tags AS VARCHAR) FROM account WHERE id = '001A'").ShouldBe("[hot, new]");
        _directory.Scalar<long>("SELECT power_score FROM account WHERE id = '001B'").ShouldBe(95_000);
        _directory.Scalar<string>("SELECT CAST(_observed_at AS VARCHAR) FROM account WHERE id = '001A'").ShouldBe("2026-01-05 00:00:00");
        _directory.Catalog.Account.Find("power_score").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("00123")]
    [InlineData("123456789012345678")]
    public void Codes_keep_their_zeros_and_figures_wherever_the_first_of_them_stands(string code)
    {
        var file = new System.Text.StringBuilder("Account ID,Account Name,Branch,Floors\n");
        for (int row = 0; row < 5_100; row++)
        {
            file.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{row},Name {row},{1000 + row},{row % 7}\n");
        }

        file.Append(System.Globalization.CultureInfo.InvariantCulture, $"last,The last,{code},3\n");
        FileReport report = _directory.ImportText("accounts.csv", file.ToString());
        report.Result.Inserted.ShouldBe(5_101);
        _directory.Scalar<string>("SELECT branch FROM account WHERE id = 'last'").ShouldBe(code);
        _directory.Scalar<string>("SELECT branch FROM account WHERE id = 'a0'").ShouldBe("1000");
        _directory.Scalar<long>("SELECT floors FROM account WHERE id = 'last'").ShouldBe(30_000);
        report.Map.Columns.Single(column => column.Column == "Branch").Why.ShouldContain(code);
    }

    [Fact]
    public void Folded_columns_hold_what_text_folding_gives()
    {
        string[] names = ["Straße", "STRASSE AG", "Ｆｕｌｌ", "İstanbul", "ﬁne", "Ünlü Ünlü", "plain ASCII", "Straße", new string('Ä', 80)];
        string rows = string.Concat(Enumerable.Range(0, 300).Select(i => $"a{i},{names[i % names.Length]},Tags {names[i % names.Length]};x\n"));
        _directory.ImportText("accounts.csv", "Account ID,Account Name,Tags\n" + rows).Result.Inserted.ShouldBe(300);
        List<(string Name, string Folded, string Tag, string FoldedTag)> read = _directory.Connection.Query(
            "SELECT name, \"name.folded\", tags[1], \"tags.folded\"[1] FROM account",
            [],
            row => (row.GetRequiredText(0), row.GetRequiredText(1), row.GetRequiredText(2), row.GetRequiredText(3)));
        read.Count.ShouldBe(300);
        read.ShouldAllBe(row => row.Folded == TextFolding.Fold(row.Name) && row.FoldedTag == TextFolding.Fold(row.Tag));
    }

    [Theory]
    [InlineData("hot;new", "[hot, new]")]
    [InlineData(" hot | \"new deal\" ;; ", "[hot, new deal]")]
    [InlineData("; |", null)]
    [InlineData("[\"hot\", \"b;c\"]", "[hot, b;c]")]
    public void Sets_are_divided_by_semicolons_or_bars_or_are_JSON(string cell, string? items)
    {
        string quoted = "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        _directory.ImportText("accounts.csv", $"Account ID,Account Name,Tags\na1,Acme,{quoted}\na2,Beta,x;y\n");
        _directory.Scalar<string>("SELECT CAST(tags AS VARCHAR) FROM account WHERE id = 'a1'").ShouldBe(items);
    }

    [Fact]
    public void Importing_again_changes_nothing()
    {
        string path = _directory.File("accounts.csv", "Account ID,Account Name,Industry\n1,Acme,SaaS\n2,Beta,Retail\n");
        _directory.Import(path).Result.Inserted.ShouldBe(2);
        _directory.Clock.Now = _directory.Clock.Now.AddDays(1);
        FileReport again = _directory.Import(path);
        again.Result.Unchanged.ShouldBe(2);
        again.Result.Inserted.ShouldBe(0);
        _directory.Count("account").ShouldBe(2);
        _directory.Count("account_history").ShouldBe(0);
        _directory.Count("strata_import").ShouldBe(2);
    }

    [Fact]
    public void Events_of_many_types_go_to_their_tables_once()
    {
        _directory.ImportText("accounts.csv", "Account ID,Account Name,Website\na1,Acme,acme.com\n");
        string path = _directory.File(
            "events.csv",
            """
            event_id,event_type,timestamp,account_id,contact_email,source,page,seconds,form,mood
            e1,page_view,2026-10-01T10:00:00Z,a1,,web,pricing,12,,
            e2,Form Submitted,2026-10-01T10:05:00Z,,ann@acme.com,web,,,demo,
            e3,cheer,2026-10-01T10:06:00Z,a1,,web,,,,good
            e4,page_view,2026-10-02,nobody,,web,home,many,,
            """);
        FileReport report = _directory.Import(path);
        report.Result.Inserted.ShouldBe(4);
        report.Result.Unattached.ShouldBe(1);
        _directory.Count("event_page_view WHERE account_ref = 0 AND page = 'pricing' AND seconds = 120000").ShouldBe(1);
        _directory.Count("event_form_submit WHERE account_ref = 0 AND form = 'demo'").ShouldBe(1);
        _directory.Count("event_cheer WHERE mood = 'good'").ShouldBe(1);
        _directory.Scalar<string>("SELECT _raw FROM event_page_view WHERE id = 'e4'").ShouldBe("{\"seconds\":\"many\"}");
        _directory.Import(path).Result.Unchanged.ShouldBe(4);
    }

    [Fact]
    public void A_dry_run_tells_everything_and_changes_nothing()
    {
        FileReport report = _directory.ImportText("accounts.csv", "Account ID,Account Name,Mood\n1,Acme,good\n2,Beta,bad\n", request => request with { DryRun = true });
        report.Result.Inserted.ShouldBe(2);
        report.DryRun.ShouldBeTrue();
        _directory.Count("account").ShouldBe(0);
        _directory.Catalog.Account.Find("mood").ShouldBeNull();
        Directory.Exists(Path.Combine(_directory.Data.FullPath, "maps")).ShouldBeFalse();
    }

    [Fact]
    public void Refused_rows_can_be_mended_and_imported_again()
    {
        FileReport report = _directory.ImportText("accounts.csv", "Account ID,Account Name,Employees\n1,Acme,many\n2,Beta,20\n3,Gamma,30\n4,Delta,40\n5,Epsilon,50\n");
        report.Result.Inserted.ShouldBe(4);
        report.Rejected.ShouldBe(1);
        report.Rejections[0].ShouldBe(new RejectionCount("employees", "not a number below 9.2e14", 1));
        string rejects = File.ReadAllText(report.RejectsFile!);
        rejects.ShouldContain("Account ID,Account Name,Employees,reject_row,reject_field,reject_reason");
        rejects.ShouldContain("1,Acme,many,1,employees,not a number");

        FileReport mended = _directory.ImportText("accounts.rejects.csv", rejects.Replace("many", "10", StringComparison.Ordinal));
        mended.Result.Inserted.ShouldBe(1);
        _directory.Count("account").ShouldBe(5);
        _directory.Catalog.Account.Find("reject_row").ShouldBeNull();
    }

    [Fact]
    public void The_saved_map_can_be_edited_and_given()
    {
        FileReport report = _directory.ImportText("accounts.csv", "Account ID,Account Name,Revenue\n1,Acme,3\n", request => request with { DryRun = false });
        string map = File.ReadAllText(report.MapFile!).Replace("\"Revenue\": annual_revenue", "\"Revenue\": {field: annual_revenue, scale: 1000000}", StringComparison.Ordinal);
        map.ShouldContain("scale");
        string path = _directory.File("edited.yaml", map);
        _directory.Import(_directory.PathOf("accounts.csv"), request => request with { MapFile = path }).Result.Updated.ShouldBe(1);
        _directory.Scalar<long>("SELECT annual_revenue FROM account").ShouldBe(30_000_000_000);
    }

    [Fact]
    public void Stage_history_gives_a_deal_its_past()
    {
        IReadOnlyList<FileReport> reports = _directory.ImportAll(
        [
            _directory.File("opportunity_stages.csv", "Opportunity ID,Stage,Changed At\no1,Qualify,2026-01-01\no1,Closed Won,2026-03-01\n"),
            _directory.File("opportunities.csv", "Opportunity ID,Account ID,Opportunity Name,Stage,Amount,Close Date\no1,a1,Deal,Closed Won,1000,2026-03-01\no2,a1,Open deal,Qualify,5,2027-01-01\n"),
            _directory.File("accounts.csv", "Account ID,Account Name\na1,Acme\n"),
        ]);
        reports.Select(report => report.Map.Kind).ShouldBe(["accounts", "opportunities", "opportunity_stages"]);
        _directory.Count("opportunities WHERE is_won AND is_closed AND closed_at IS NOT NULL").ShouldBe(1);
        _directory.Count("opportunities WHERE NOT is_won AND NOT is_closed AND closed_at IS NULL").ShouldBe(1);
        _directory.Texts("SELECT value FROM opportunities_history WHERE field = 'stage' ORDER BY observed_at").ShouldBe(["Qualify", "Closed Won"]);
    }

    [Theory]
    [InlineData("people.json", """[{"id": "c1", "email": "ann@acme.com", "properties": {"firstName": "Ann", "last_name": "Lee"}, "tags": ["a", "b"]}]""")]
    [InlineData("people.ndjson", """{"id": "c1", "email": "ann@acme.com", "properties": {"firstName": "Ann", "last_name": "Lee"}, "tags": ["a", "b"]}""")]
    public void Json_is_read_with_its_nested_objects(string name, string content)
    {
        FileReport report = _directory.ImportText(name, content);
        report.Map.Kind.ShouldBe("contacts");
        report.Result.Inserted.ShouldBe(1);
        _directory.Scalar<string>("SELECT first_name || ' ' || last_name FROM contact").ShouldBe("Ann Lee");
    }

    [Fact]
    public void Standard_input_gzip_and_parquet_are_read()
    {
        byte[] csv = "Account ID,Account Name\n1,Acme\n"u8.ToArray();
        using var compressed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(csv);
        }

        _directory.Import(_directory.File("accounts.csv.gz", compressed.ToArray())).Result.Inserted.ShouldBe(1);
        FileReport input = _directory.ImportAll(["-"], request => request with { As = "accounts", StandardInput = () => new MemoryStream(csv) })[0];
        input.File.ShouldBe("standard input");
        input.Result.Unchanged.ShouldBe(1);

        string parquet = _directory.PathOf("accounts.parquet");
        _directory.Connection.Execute("SET VARIABLE test_path = $1", parquet);
        _directory.Connection.Execute($"COPY (SELECT '2' AS account_id, 'Beta' AS account_name, 7 AS employees) TO '{parquet}' (FORMAT parquet)");
        _directory.Import(parquet).Result.Inserted.ShouldBe(1);
        _directory.Scalar<long>("SELECT employees FROM account WHERE id = '2'").ShouldBe(70_000);
    }
}
