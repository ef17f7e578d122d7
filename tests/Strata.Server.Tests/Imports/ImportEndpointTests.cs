using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Keys;
using Strata.Server.Jobs;

namespace Strata.Server.Tests.Imports;

public sealed class ImportEndpointTests() : ServedTests(KeyScope.Admin, configure: options => options with { MaxImportBytes = 64 << 10 })
{
    private const string Accounts = "Account ID,Account Name,Website,Number of Employees,Created Date\nc1,Acme,acme.com,120,2026-01-05\nc2,Beta,beta.io,many,2026-01-06\nc3,Gamma,gamma.example,30,2026-01-07\n";

    [Fact]
    public async Task A_file_is_looked_at_imported_and_its_bad_row_mended()
    {
        string id = await UploadAsync(("accounts.csv", Accounts));
        JsonElement file = (await Http.GetFromJsonAsync<JsonElement>($"/v1/imports/{id}/preview")).GetProperty("files")[0];
        file.GetProperty("kind").GetString().ShouldBe("accounts");
        file.GetProperty("isReady").GetBoolean().ShouldBeTrue();
        JsonElement employees = file.GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("column").GetString() == "Number of Employees");
        employees.GetProperty("target").GetString().ShouldBe("employees");
        employees.GetProperty("unreadableExample").GetString().ShouldBe("many");

        JsonElement done = await RunAsync(id);
        JsonElement outcome = done.GetProperty("result").GetProperty("files")[0].GetProperty("outcome");
        outcome.GetProperty("inserted").GetInt64().ShouldBe(2);
        outcome.GetProperty("rejected").GetInt64().ShouldBe(1);
        long import = outcome.GetProperty("importId").GetInt64();

        JsonElement rejects = await Http.GetFromJsonAsync<JsonElement>($"/v1/import-history/{import}/rejects");
        JsonElement row = rejects.GetProperty("rows")[0];
        row.GetProperty("row").GetInt64().ShouldBe(2);
        row.GetProperty("field").GetString().ShouldBe("employees");
        string?[] cells = [.. row.GetProperty("cells").EnumerateArray().Select(cell => cell.GetString())];
        JsonElement again = await MendAsync(import, 2, cells);
        again.GetProperty("result").GetProperty("taken").GetInt64().ShouldBe(0);
        cells[3] = "75";
        JsonElement mended = await MendAsync(import, 2, cells);
        mended.GetProperty("result").GetProperty("taken").GetInt64().ShouldBe(1);
        (await Http.GetFromJsonAsync<JsonElement>($"/v1/import-history/{import}/rejects")).GetProperty("total").GetInt64().ShouldBe(0);
        (await Http.GetAsync("/v1/accounts/c2")).StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonElement history = await Http.GetFromJsonAsync<JsonElement>("/v1/import-history");
        history.GetProperty("imports").EnumerateArray().Last().GetProperty("hasRejects").GetBoolean().ShouldBeFalse();
        (await Http.GetFromJsonAsync<JsonElement>("/v1/sources")).GetProperty("sources")[0].GetProperty("fields").GetArrayLength().ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Columns_go_where_a_person_says_and_nowhere_that_is_not()
    {
        string id = await UploadAsync(("companies.csv", "Account Name,Website,Seats\nAcme,acme.com,12\n"));

        HttpResponseMessage unknown = await Http.PutAsJsonAsync($"/v1/imports/{id}/files/1", Mapping(new { column = "Seats", target = "sets" }));
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.JsonOf(unknown)).GetProperty("detail").GetString()!.ShouldContain("There is no field 'sets'");
        HttpResponseMessage twice = await Http.PutAsJsonAsync($"/v1/imports/{id}/files/1", Mapping(new { column = "Seats", target = "name" }));
        (await TestServer.JsonOf(twice)).GetProperty("detail").GetString()!.ShouldContain("both go to name");
        HttpResponseMessage missing = await Http.PutAsJsonAsync($"/v1/imports/{id}/files/1", Mapping(new { column = "Chairs", target = "employees" }));
        (await TestServer.JsonOf(missing)).GetProperty("detail").GetString()!.ShouldContain("no column 'Chairs'");

        JsonElement mapped = await TestServer.JsonOf(await Http.PutAsJsonAsync($"/v1/imports/{id}/files/1", Mapping(new { column = "Seats", target = "employees" })));
        mapped.GetProperty("isMapped").GetBoolean().ShouldBeTrue();
        (await RunAsync(id)).GetProperty("state").GetString().ShouldBe("done");
        (await ScalarAsync("SELECT employees FROM account WHERE domain = 'acme.com'")).ShouldBe(120_000);
    }

    [Fact]
    public async Task One_broken_file_keeps_none_of_the_others_back()
    {
        string id = await UploadAsync(("accounts.csv", Accounts), ("broken.csv", "\u0000\u0001\u0002 no text at all"), ("empty.csv", ""));
        JsonElement[] files = [.. (await Http.GetFromJsonAsync<JsonElement>($"/v1/imports/{id}/preview")).GetProperty("files").EnumerateArray()];
        files.Select(file => file.GetProperty("isReady").GetBoolean()).ShouldBe([true, false, false]);
        files[2].GetProperty("problems")[0].GetProperty("message").GetString()!.ShouldContain("is empty");

        JsonElement[] done = [.. (await RunAsync(id)).GetProperty("result").GetProperty("files").EnumerateArray().Select(file => file.GetProperty("outcome"))];

        done[0].GetProperty("inserted").GetInt64().ShouldBe(2);
        done[1].GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("binary");
        done[2].TryGetProperty("importId", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Encodings_are_told_and_read()
    {
        string id = await UploadAsync(("firmen.csv", Encoding.Latin1.GetBytes("Account ID;Account Name;Website\nk1;Müller Söhne;mueller.de\nk2;Grün AG;gruen.de\n")));

        JsonElement file = (await Http.GetFromJsonAsync<JsonElement>($"/v1/imports/{id}/preview")).GetProperty("files")[0];

        file.GetProperty("encoding").GetString().ShouldBe("Windows-1252");
        file.GetProperty("separator").GetString().ShouldBe(";");
        file.GetProperty("rows")[0][1].GetString().ShouldBe("Müller Söhne");
    }

    [Fact]
    public async Task What_is_too_large_or_no_file_is_refused_and_leaves_nothing_behind()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[200 << 10]), "files", "large.csv" } };
        (await Http.PostAsync("/v1/imports", form)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var chunked = new MultipartFormDataContent { { new StreamContent(new Endless(300 << 10)), "files", "large.csv" } };
        using HttpClient sender = Server.As(KeyScope.Admin);
        sender.DefaultRequestHeaders.TransferEncodingChunked = true;
        (await sender.PostAsync("/v1/imports", chunked)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var none = new MultipartFormDataContent { { new StringContent("x"), "text" } };
        (await Http.PostAsync("/v1/imports", none)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Http.GetFromJsonAsync<JsonElement>("/v1/imports")).GetProperty("uploads").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("../../evil.csv", "evil.csv")]
    [InlineData("..\\..\\evil.csv", "evil.csv")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("..", "file")]
    public async Task Names_of_files_lead_nowhere_else(string name, string kept)
    {
        string id = await UploadAsync((name, Accounts));

        (await Http.GetFromJsonAsync<JsonElement>($"/v1/imports/{id}")).GetProperty("files")[0].GetProperty("name").GetString().ShouldBe(kept);
        (await Http.GetAsync("/v1/imports/..%2f..%2f")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_import_that_is_cancelled_leaves_nothing_and_can_be_run_again()
    {
        string id = await UploadAsync(("accounts.csv", Accounts));
        var release = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        Task held = Server.WriteAsync(_ =>
        {
            begun.SetResult();
#pragma warning disable RS0030 // The work holds the thread that applies, which is what the test is about.
            release.Task.Wait();
#pragma warning restore RS0030
            return true;
        });
        await begun.Task;
        string job = (await TestServer.JsonOf(await Http.PostAsJsonAsync($"/v1/imports/{id}/run", new { }))).GetProperty("job").GetString()!;
        (await Http.PostAsJsonAsync($"/v1/imports/{id}/run", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Http.DeleteAsync($"/v1/jobs/{job}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        release.SetResult();
        await held;

        (await EndAsync(job)).GetProperty("state").GetString().ShouldBe("cancelled");
        (await ScalarAsync("SELECT CAST(count(*) AS BIGINT) FROM account")).ShouldBe(0);
        (await RunAsync(id)).GetProperty("state").GetString().ShouldBe("done");
        (await ScalarAsync("SELECT CAST(count(*) AS BIGINT) FROM account")).ShouldBe(2);
    }

    [Fact]
    public async Task A_trial_changes_nothing_and_viewers_may_not_import()
    {
        string id = await UploadAsync(("accounts.csv", Accounts));
        (await RunAsync(id, dryRun: true)).GetProperty("result").GetProperty("files")[0].GetProperty("outcome").GetProperty("inserted").GetInt64().ShouldBe(2);
        (await ScalarAsync("SELECT CAST(count(*) AS BIGINT) FROM account")).ShouldBe(0);
        using HttpClient reader = Server.As(KeyScope.Read);
        (await reader.PostAsJsonAsync($"/v1/imports/{id}/run", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.GetAsync($"/v1/imports/{id}/preview")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static object Mapping(object seats) => new { columns = new object[] { new { column = "Account Name", target = "name" }, new { column = "Website", target = "domain" }, seats } };

    private Task<string> UploadAsync(params (string Name, string Content)[] files) => UploadAsync([.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Content)))]);

    private async Task<string> UploadAsync(params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach ((string name, byte[] content) in files)
        {
            form.Add(new ByteArrayContent(content), "files", name);
        }

        HttpResponseMessage response = await Http.PostAsync("/v1/imports", form);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await TestServer.JsonOf(response)).GetProperty("import").GetString()!;
    }

    private async Task<JsonElement> RunAsync(string id, bool dryRun = false)
    {
        HttpResponseMessage started = await Http.PostAsJsonAsync($"/v1/imports/{id}/run", new { dryRun });
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return await EndAsync((await TestServer.JsonOf(started)).GetProperty("job").GetString()!);
    }

    private async Task<JsonElement> MendAsync(long import, long row, string?[] cells)
    {
        HttpResponseMessage started = await Http.PostAsJsonAsync($"/v1/import-history/{import}/rejects", new { rows = new[] { new { row, cells } } });
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return await EndAsync((await TestServer.JsonOf(started)).GetProperty("job").GetString()!);
    }

    private async Task<JsonElement> EndAsync(string job)
    {
        JobRegistry jobs = Server.Server.Services.GetRequiredService<JobRegistry>();
        while (!jobs.Find(job)!.Now.HasEnded)
        {
            await Task.Delay(5);
        }

        return await Http.GetFromJsonAsync<JsonElement>($"/v1/jobs/{job}");
    }

    private Task<long> ScalarAsync(string sql) => Server.WriteAsync(session => session.Connection.QueryScalar<long>(sql));

    /// <summary>A stream of a length that it does not tell.</summary>
    private sealed class Endless(long bytes) : Stream
    {
        private long _left = bytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int given = (int)Math.Min(count, _left);
            _left -= given;
            return given;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
