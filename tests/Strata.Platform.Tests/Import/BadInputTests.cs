using System.Globalization;
using System.Text;
using Strata.Language;
using Strata.Platform.Import;
using Strata.Platform.Import.Parsing;

namespace Strata.Platform.Tests.Import;

public sealed class BadInputTests : IDisposable
{
    private readonly ImportDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_that_is_not_there() =>
        Refused(() => _directory.Import(_directory.PathOf("nowhere.csv"))).ShouldBe(("file", "There is no file"));

    [Fact]
    public void A_directory() => Refused(() => _directory.Import(Path.GetTempPath())).Code.ShouldBe("file");

    [Fact]
    public void An_empty_file() => Refused(() => _directory.ImportText("accounts.csv", "")).ShouldBe(("file", "accounts.csv is empty."));

    [Fact]
    public void A_header_and_nothing_else() =>
        Refused(() => _directory.ImportText("accounts.csv", "Account ID,Account Name\n")).ShouldBe(("format", "accounts.csv has a header and no rows."));

    [Fact]
    public void A_binary_file()
    {
        byte[] workbook = [(byte)'P', (byte)'K', 3, 4, .. new byte[2000]];
        Refused(() => _directory.Import(_directory.File("accounts.csv", workbook))).ShouldBe(("format", "accounts.csv is a binary file (a ZIP archive or an Excel workbook)."));
    }

    [Fact]
    public void A_line_without_an_end_is_refused_before_it_is_read_into_memory()
    {
        // The same pass refuses a line of 1 GB with the default limit; here the limit is smaller.
        string path = _directory.PathOf("accounts.csv");
        using (FileStream file = File.Create(path))
        {
            file.Write("Account ID,Account Name\n1,"u8);
            byte[] block = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
            for (int i = 0; i < 5; i++)
            {
                file.Write(block);
            }
        }

        Refused(() => _directory.Import(path, request => request with { MaxLineBytes = 2 << 20 })).ShouldBe(("format", "accounts.csv has a line of more than 2 MiB."));
        _directory.Count("account").ShouldBe(0);
    }

    [Fact]
    public void More_than_the_warehouse_may_hold_is_the_persons_to_mend_and_nothing_is_imported()
    {
        var text = new StringBuilder("Account ID,Account Name\n");
        for (int i = 0; i < 300_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},The company of the number {i} and its friends in the whole wide world\n");
        }

        string path = _directory.PathOf("accounts.csv");
        File.WriteAllText(path, text.ToString());
        _directory.Store.LimitMemory(12);

        (string code, string message) = Refused(() => _directory.Import(path));

        code.ShouldBe("memory");
        message.ShouldContain("nothing of accounts.csv was imported");
        _directory.Store.LimitMemory(256);
        _directory.Count("account").ShouldBe(0);
        _directory.Import(path).Accepted.ShouldBe(300_000);
    }

    [Fact]
    public void A_file_without_a_header() =>
        Refused(() => _directory.ImportText("x.csv", "1,2,ann@acme.com\n3,4,bob@acme.com\n")).Code.ShouldBe("format");

    [Fact]
    public void A_file_that_nobody_can_recognise() =>
        Refused(() => _directory.ImportText("x.csv", "foo,bar\n1,2\n")).Code.ShouldBe("import");

    [Fact]
    public void A_kind_that_does_not_exist() =>
        Refused(() => _directory.ImportText("x.csv", "foo,bar\n1,2\n", request => request with { As = "acounts" })).Code.ShouldBe("argument");

    [Fact]
    public void Wrong_types_and_short_rows_are_refused_with_row_field_and_reason()
    {
        FileReport report = _directory.ImportText(
            "accounts.csv",
            "Account ID,Account Name,Employees,Founded,Annual Revenue\n1,A,10,2001,5\n2,B,many,2002,5\n3,C\n4,D,40,someday,5\n5,E,50,2003,1e40\n6,F,60,2004,5\n7,G,70,2005,7\n");
        report.Rows.ShouldBe(7);
        report.Result.Inserted.ShouldBe(3);
        string[] rejects = File.ReadAllLines(report.RejectsFile!);
        rejects.ShouldContain("2,B,many,2002,5,2,employees,not a number below 9.2e14");
        rejects.ShouldContain("3,C,,,,3,row,the row has 2 cells where the header has 5");
        rejects.ShouldContain("4,D,40,someday,5,4,founded_at,not a date that can be read");
        rejects.ShouldContain("5,E,50,2003,1e40,5,annual_revenue,not an amount below 9.2e14");
        rejects.Length.ShouldBe(5);
    }

    [Fact]
    public void Unknown_columns_become_fields_with_the_type_of_their_values()
    {
        FileReport report = _directory.ImportText("accounts.csv", "Account ID,Account Name,Colour,Visited On,Weight,Is Big\n1,A,red,2026-01-02,1.5,yes\n2,B,blue,2026-02-03,2,no\n");
        report.Map.Columns.Where(column => column.IsNew).Select(column => $"{column.Target} {column.Type}")
            .ShouldBe(["colour Category", "visited_on Date", "weight Number", "is_big Boolean"]);
    }

    [Fact]
    public void A_key_twice_in_a_file_is_reported_and_the_last_row_counts()
    {
        FileReport report = _directory.ImportText("accounts.csv", "Account ID,Account Name,Employees\n1,A,10\n1,A,20\n2,B,5\n2,B,5\n");
        report.Result.Duplicates.ShouldBe(2);
        report.Notes.ShouldContain("row 1: the key \"1\" comes again in row 2 with other values; the last row counts");
        _directory.Scalar<long>("SELECT employees FROM account WHERE id = '1'").ShouldBe(200_000);
    }

    [Fact]
    public void A_contact_whose_account_is_unknown_is_kept_and_attached_later()
    {
        _directory.ImportText("contacts.csv", "Contact ID,Email,Account ID\nc1,ann@acme.com,a1\n").Result.Unattached.ShouldBe(1);
        _directory.ImportText("accounts.csv", "Account ID,Account Name\na1,Acme\n").Result.Attached.ShouldBe(1);
        _directory.Count("contact WHERE account_ref = 0").ShouldBe(1);
    }

    [Fact]
    public void Events_of_the_years_9999_and_1900_are_refused()
    {
        FileReport report = _directory.ImportText(
            "events.csv",
            "event_id,event_type,timestamp,account_id\ne1,page_view,9999-01-01,a\ne2,page_view,1900-01-01,a\ne3,page_view,2026-11-01,a\ne4,page_view,soon,a\n");
        report.Result.Inserted.ShouldBe(1);
        report.Rejections.ShouldContain(new RejectionCount("ts", "outside the plausible time: before 1970, or more than a year ahead", 2));
        report.Rejections.ShouldContain(new RejectionCount("ts", "not a date that can be read", 1));
    }

    [Fact]
    public void Rows_that_are_not_UTF8_are_refused_and_the_others_kept()
    {
        var content = new List<byte>();
        content.AddRange("Account ID,Account Name\n"u8);
        for (int i = 0; i < 20; i++)
        {
            content.AddRange(Encoding.UTF8.GetBytes($"{i},Müller\n"));
        }

        content.AddRange([(byte)'9', (byte)'9', (byte)',', 0xFF, 0xFE, (byte)'\n']);
        FileReport report = _directory.Import(_directory.File("accounts.csv", content.ToArray()));
        report.Result.Inserted.ShouldBe(20);
        report.Rejections.ShouldBe([new RejectionCount("row", "not valid UTF-8; save the file as UTF-8 and give the row again", 1)]);
    }

    [Fact]
    public void Dates_that_may_be_read_both_ways_need_a_word()
    {
        string path = _directory.File("accounts.csv", "Account ID,Account Name,Created Date\n1,A,1/2/2026\n2,B,3/4/2026\n");
        UserErrorException refused = Should.Throw<UserErrorException>(() => _directory.Import(path));
        refused.Errors[0].Fix.ShouldNotBeNull().ShouldContain("--dates dmy");
        _directory.Import(path, request => request with { Dates = DateOrder.DayFirst });
        _directory.Scalar<string>("SELECT CAST(created_at AS VARCHAR) FROM account WHERE id = '1'").ShouldBe("2026-02-01 00:00:00");
    }

    [Fact]
    public void A_stopped_import_keeps_the_files_before_it_and_nothing_of_the_one_in_hand()
    {
        string accounts = _directory.File("accounts.csv", "Account ID,Account Name\na1,Acme\n");
        string events = _directory.File("events.csv", "event_id,event_type,timestamp,account_id,mood\ne1,page_view,2026-11-01,a1,good\n");
        using var stop = new CancellationTokenSource();
        var importer = new Importer(_directory.Store, _directory.Data, _directory.Clock);
        var progress = new StopAt(stop, "events.csv", "applying");
        ImportCancelledException stopped = Should.Throw<ImportCancelledException>(() => importer.Import(new ImportRequest([accounts, events]), progress, stop.Token));
        stopped.Message.ShouldBe("Stopped. Nothing of events.csv was imported. Imported before it, as a whole: accounts.csv.");
        _directory.Count("account").ShouldBe(1);
        _directory.Count("event_page_view").ShouldBe(0);
        _directory.Count("strata_import").ShouldBe(1);
        _directory.Catalog.Events["page_view"].Find("mood").ShouldBeNull();
    }

    [Fact]
    public void A_mistake_in_a_map_is_told_with_its_place()
    {
        string map = _directory.File("map.yaml", "as: accounts\ncolumns:\n  Account ID: {field: id, dats: dmy}\n");
        string path = _directory.File("accounts.csv", "Account ID,Account Name\na1,Acme\n");
        UserErrorException refused = Should.Throw<UserErrorException>(() => _directory.Import(path, request => request with { MapFile = map }));
        refused.Errors[0].Where!.Line.ShouldBe(3);
    }

    private static (string Code, string Message) Refused(Action import)
    {
        UserError error = Should.Throw<UserErrorException>(import).Errors[0];
        return (error.Code, error.Message.StartsWith("There is no file", StringComparison.Ordinal) ? "There is no file" : error.Message);
    }

    /// <summary>Presses Ctrl-C when an import comes to a phase of a file.</summary>
    private sealed class StopAt(CancellationTokenSource source, string file, string phase) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (value.File == file && value.Phase == phase)
            {
                source.Cancel();
            }
        }
    }
}
