using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Strata.Cli.Tests;

/// <summary>While a server works in a data directory, commands there work through it: with the same output to the byte, and the same exit code.</summary>
public sealed class ServedCommandTests : IClassFixture<ServedCommandTests.Market>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-cli-").FullName;

    public ServedCommandTests(Market market)
    {
        foreach (string data in (string[])["alone", "served"])
        {
            Copy(Path.Combine(market.Folder, "data"), Path.Combine(_folder, data));
        }

        Copy(Path.Combine(market.Folder, "market"), Path.Combine(_folder, "market"));
        Copy(Path.Combine(market.Folder, "segments"), Path.Combine(_folder, "segments"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Commands_give_the_same_with_and_without_a_server()
    {
        string[][] commands =
        [
            ["segments"],
            ["segments", "--json"],
            ["count", "employees >= 100"],
            ["count", "employees >= 100", "--per-clause", "--engine", "all"],
            ["count", "employees >"],
            ["count", "nothing-like-it"],
            ["list", "large", "--columns", "id, name, employees", "--sort", "-employees"],
            ["list", "large", "--format", "csv"],
            ["list", "employees >= 0", "--limit", "3"],
            ["explain", "large", "--account", "0013000000"],
            ["explain", "large", "--account", "nobody at all"],
            ["explain", "large"],
            ["show", "0013000000"],
            ["catalog", "account.industry"],
            ["breakdown", "large", "--by", "industry"],
            ["overlap", "large", "employees >= 100"],
            ["diff", "segments"],
            ["diff", "segments/", "--json"],
            ["diff", "no-such-folder"],
            ["apply", "segments/wrong.yml.txt"],
            ["apply", "segments", "--reason", "again"],
            ["history", "large"],
            ["import", "market/accounts.csv", "--dry-run"],
            ["import", "market/no-such-file.csv"],
            ["export", "large", "--to", "members.csv"],
            ["settings"],
            ["settings", "set", "currency", "EUR"],
            ["settings", "get", "currency", "--json"],
            ["merge", "0013000000", "0013000000"],
            ["merges"],
            ["keys", "list"],
            ["demo", "--no-serve", "--accounts", "10"],
        ];
        using var server = new ServedDirectory(_folder, "served");
        foreach (string[] command in commands)
        {
            Outcome alone = Run("alone", command);
            File.Delete(Path.Combine(_folder, "members.csv"));
            Outcome served = Run("served", command);

            served.ShouldBe(alone, string.Join(' ', command));
            File.Exists(Path.Combine(_folder, "members.csv")).ShouldBe(command[0] == "export");
        }
    }

    [Fact]
    public async Task What_commands_change_is_in_the_audit_log_and_no_secret_is()
    {
        using var server = new ServedDirectory(_folder, "served");
        string key = StrataProcess.Run(_folder, "keys", "create", "--scope", "admin", "--name", "auditor", "--data", "served").Succeeded().Trim();
        foreach (string[] command in (string[][])
        [
            ["settings", "set", "openid_secret", "not to be told"],
            ["apply", "segments/large.yaml", "--reason", "again"],
            ["apply", "no-such-folder"],
            ["import", "market/accounts.csv", "--dry-run"],
            ["count", "employees >= 100"],
            ["people", "add", "ada@example.com", "--role", "viewer"],
        ])
        {
            StrataProcess.Run(_folder, [.. command, "--data", "served"]);
        }

        using var http = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { Authorization = new("Bearer", key) } };
        string json = await http.GetStringAsync("/v1/audit");
        using var log = JsonDocument.Parse(json);
        log.RootElement.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("action").GetString()} {entry.GetProperty("status").GetInt32()}")
            .ShouldBe(["people add 200", "apply 400", "apply 200", "settings set 200", "keys create 200", "apply 200", "import 200"], "the first two without a server");
        json.ShouldContain("--reason again");
        json.ShouldContain("setting openid_secret");
        json.ShouldNotContain("not to be told");
        json.ShouldNotContain(key);
    }

    [Fact]
    public async Task What_commands_write_causes_what_it_causes_over_http()
    {
        using var server = new ServedDirectory(_folder, "served");
        string key = StrataProcess.Run(_folder, "keys", "create", "--scope", "admin", "--name", "reader", "--data", "served").Succeeded().Trim();
        using var http = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { Authorization = new("Bearer", key) } };
        string[] ids = StrataProcess.Run(_folder, "list", "large", "--limit", "2", "--columns", "id", "--format", "csv", "--data", "served").Succeeded()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        using HttpResponseMessage stream = await http.GetAsync("/v1/changes", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync());

        StrataProcess.Run(_folder, "merge", ids[0], ids[1], "--data", "served").Succeeded();
        (await NextAsync()).ShouldBe(("left", "merge"));
        StrataProcess.Run(_folder, "unmerge", "1", "--data", "served").Succeeded();
        (await NextAsync()).ShouldBe(("entered", "merge"));
        (await http.PostAsync("/v1/merges", new StringContent($$"""{"of": "accounts", "keep": "{{ids[0]}}", "other": "{{ids[1]}}"}""", null, "application/json"))).EnsureSuccessStatusCode();
        (await NextAsync()).ShouldBe(("left", "merge"));

        async Task<(string? Event, string? Cause)> NextAsync()
        {
            string? line;
            do
            {
                line = await lines.ReadLineAsync();
            }
            while (line is not null && !line.StartsWith("data:", StringComparison.Ordinal));
            using var change = JsonDocument.Parse(line.ShouldNotBeNull()[5..]);
            return (change.RootElement.GetProperty("event").GetString(), change.RootElement.GetProperty("cause").GetProperty("kind").GetString());
        }
    }

    [Fact]
    public void On_a_terminal_colours_tables_and_width_are_the_same_too()
    {
        string[] commands = ["segments", "list large --limit 3", "count 'employees >= 100'", "count 'employees >'"];
        string[] alone = [.. commands.Select(command => OnTerminal("alone", command))];
        using var server = new ServedDirectory(_folder, "served");

        commands.Select(command => OnTerminal("served", command)).ShouldBe(alone);
        alone.Count(output => output.Contains('\u001b')).ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Standard_input_reaches_the_server()
    {
        using var server = new ServedDirectory(_folder, "served");

        Outcome outcome = StrataProcess.Shell(_folder, "cat market/contacts.csv | strata import - --as contacts --data served");

        outcome.Succeeded().ShouldContain("standard input as contacts");
        Run("served", "count", "email is known or email is unknown", "--of", "contacts").Succeeded().Trim().ShouldBe("800");
    }

    [Fact]
    public void Ctrl_C_reaches_the_server_and_undoes_what_was_begun()
    {
        using var server = new ServedDirectory(_folder, "served");
        using Process import = StrataProcess.Start(_folder, "import", "-", "--as", "contacts", "--data", "served");
        import.StandardInput.Write("email,account_id,first_name\n");

        // More than fits into pipes and buffers: what can be written has been asked for by the server.
        for (int i = 0; i < 100_000; i++)
        {
            import.StandardInput.Write($"person{i}@example.com,0013000000,Somebody with a name\n");
        }

        import.StandardInput.Flush();
        Process.Start("kill", ["-INT", import.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        import.StandardInput.Close();
        import.WaitForExit();

        import.ExitCode.ShouldBe(130);
        Run("served", "count", "employees >= 0").Succeeded();
    }

    [Fact]
    public void What_a_killed_server_leaves_behind_does_not_disturb()
    {
        using (var server = new ServedDirectory(_folder, "served"))
        {
            server.Kill();
        }

        File.Exists(Path.Combine(_folder, "served", "strata.sock")).ShouldBeTrue();
        Outcome alone = Run("alone", "count", "employees >= 100");
        Run("served", "count", "employees >= 100").ShouldBe(alone);
        using (var next = new ServedDirectory(_folder, "served"))
        {
            Run("served", "count", "employees >= 100").ShouldBe(alone);
            next.Stop().ShouldBe(0);
        }

        File.Exists(Path.Combine(_folder, "served", "strata.sock")).ShouldBeFalse();
    }

    [Fact]
    public void A_server_that_is_told_to_stop_leaves_everything_in_good_order()
    {
        using (var server = new ServedDirectory(_folder, "served"))
        {
            Run("served", "apply", "segments", "--reason", "while it runs").Succeeded();
            server.Stop().ShouldBe(0);
        }

        File.Exists(Path.Combine(_folder, "served", "strata.sock")).ShouldBeFalse();
        Run("served", "segments").Succeeded().ShouldContain("large");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private string OnTerminal(string data, string command) => StrataProcess.Shell(
        _folder, $"export TERM=xterm-256color; script -qec \"stty cols 71 rows 30; strata {command} --data {data} --as-of 2026-11-22\" /dev/null").Output;

    /// <summary>Runs a command on one of the directories; what differs because of the directory's name and the clock is evened out.</summary>
    private Outcome Run(string data, params string[] command)
    {
        bool evaluates = command[0] is "count" or "list" or "explain" or "show" or "breakdown" or "overlap" or "segments" or "diff" or "apply" or "export" or "catalog";
        Outcome outcome = StrataProcess.Run(_folder, [.. command, "--data", data, .. evaluates ? ["--as-of", "2026-11-22"] : Array.Empty<string>()]);
        return outcome with { Output = Even(outcome.Output, data), Error = Even(outcome.Error, data) };
    }

    private static string Even(string text, string data)
    {
        text = System.Text.RegularExpressions.Regex.Replace(text.Replace($"/{data}", "/DATA"), @"\d+\.\d s\b", "0.0 s");
        return System.Text.RegularExpressions.Regex.Replace(text, @"2\d{3}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?", "INSTANT");
    }

    /// <summary>A small market that was brought in, and a definition; each test has copies.</summary>
    public sealed class Market : IDisposable
    {
        public Market()
        {
            StrataProcess.Run(Folder, "generate", "--accounts", "200", "--events", "2000", "--to", "market").Succeeded();
            Directory.CreateDirectory(Path.Combine(Folder, "segments"));
            File.WriteAllText(Path.Combine(Folder, "segments", "large.yaml"), "segment: large\nof: accounts\nwhere: employees >= 500\n");
            File.WriteAllText(Path.Combine(Folder, "segments", "wrong.yml.txt"), "segment: wrong\nof: accounts\nwhere: employes >= 500\n");
            StrataProcess.Run(Folder, "import", "market/accounts.csv", "market/events.csv", "--data", "data").Succeeded();
            StrataProcess.Run(Folder, "apply", "segments", "--data", "data").Succeeded();
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("strata-cli-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
