using System.CommandLine;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Strata.Cli.Commands;
using Strata.Cli.Hosting;
using Strata.Language;
using Strata.Platform.Audit;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-cli-").FullName;

    public static TheoryData<string> Commands() => [.. CommandList.All().Select(command => command.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_explains_itself_with_an_example(string name)
    {
        string help = StrataProcess.Run(_folder, name, "--help").Succeeded();

        help.ShouldContain("Description:");
        if (CommandList.All().Single(command => command.Name == name).Subcommands.Count == 0)
        {
            help.ShouldContain("Examples:");
            help.ShouldContain($"strata {name}");
        }
    }

    [Fact]
    public void Every_command_is_audited_or_only_reads()
    {
        // Whoever adds a command says here that it changes nothing, or has it noted.
        string[] reads =
        [
            "quality", "duplicates", "merges", "identify", "links", "count", "list", "explain", "show", "export", "breakdown", "overlap", "funnel", "suggest", "score show", "score list",
            "lookalikes", "committee", "validate", "templates list", "templates show", "catalog", "diff", "segments", "history", "test", "people list", "keys list", "webhooks list",
            "webhooks deliveries", "dead-letters", "settings", "settings get", "ip-ranges",
        ];
        string[] withoutData = ["serve", "openapi", "generate", "bench queries", "bench import", "bench counts", "bench lookup", "bench webhooks", "bench ingest", "bench ingest-load", "bench scores"];
        Command[] all = [.. CommandList.All().SelectMany(Below).Where(command => command.Action is not null)];
        string[] audited = [.. all.Where(CommandAudit.Knows).Select(CommandAudit.PathOf)];

        audited.Order(StringComparer.Ordinal).ShouldBe(
        [
            "apply", "dead-letters replay", "demo", "duplicates distinct", "icp", "import", "ip-ranges import", "keys create", "keys revoke", "merge", "people add", "people disable",
            "people enable", "people reset", "people role", "score run", "score train", "score use", "settings set", "tal", "templates add", "unlink", "unmerge", "webhooks create",
            "webhooks delete", "webhooks replay",
        ]);
        all.Select(CommandAudit.PathOf).Except(audited).Order(StringComparer.Ordinal).ShouldBe(reads.Concat(withoutData).Order(StringComparer.Ordinal));
        all.Where(command => CommandUses.Of(command) == CommandUse.Changes).Select(CommandAudit.PathOf).Except(["diff"]).ShouldBeSubsetOf(audited);

        static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);
    }

    [Fact]
    public void What_a_command_changes_without_a_server_is_in_the_audit_log_and_no_secret_is()
    {
        StrataProcess.Run(_folder, "settings", "set", "openid_secret", "not to be told").Succeeded();
        StrataProcess.Run(_folder, "people", "add", "ada@example.com", "--role", "viewer").Succeeded();
        StrataProcess.Run(_folder, "merge", "one", "other").ExitCode.ShouldBe(1);
        StrataProcess.Run(_folder, "people", "list").Succeeded();
        StrataProcess.Run(_folder, "settings", "set", "--help").Succeeded();
        StrataProcess.Run(_folder, "settings", "set", "currency", "--help").Succeeded();
        using Workspace workspace = Workspace.Open(new DataDirectory(Path.Combine(_folder, ".strata")), TimeProvider.System);
        IReadOnlyList<AuditEntry> entries = workspace.Audit.Read(new AuditFilter(), 10);

        string who = Environment.UserName == "tester" ? "tester" : $"tester (user {Environment.UserName})";
        entries.Select(entry => (entry.Actor, entry.Action, entry.Status, entry.Address)).ShouldBe([(who, "merge", 400, null), (who, "people add", 200, null), (who, "settings set", 200, null)]);
        entries[0].Detail.ShouldBe("one other");
        entries[1].Target.ShouldBe($"person {workspace.People.All()[0].Id}");
        (entries[2].Target, entries[2].Detail).ShouldBe(("setting openid_secret", null));
    }

    [Fact]
    public void A_command_that_cannot_be_noted_ends_as_it_did_and_says_so()
    {
        StrataProcess.Run(_folder, "settings", "set", "currency", "USD").Succeeded();
        using (var control = new SqliteConnection($"Data Source={Path.Combine(_folder, ".strata", "control.db")};Pooling=False"))
        {
            control.Open();
            using SqliteCommand refuse = control.CreateCommand();
            refuse.CommandText = "CREATE TRIGGER refused BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END";
            refuse.ExecuteNonQuery();
        }

        Outcome done = StrataProcess.Run(_folder, "settings", "set", "currency", "EUR"), refused = StrataProcess.Run(_folder, "settings", "set", "currency", "no currency");

        (done.ExitCode, refused.ExitCode).ShouldBe((0, 1));
        done.Error.ShouldContain("audit log");
        done.Error.ShouldContain("no room");
        StrataProcess.Run(_folder, "settings", "get", "currency").Succeeded().ShouldContain("EUR");
    }

    [Fact]
    public void Without_arguments_the_commands_are_listed()
    {
        string help = StrataProcess.Run(_folder).Succeeded();

        foreach (Command command in CommandList.All())
        {
            help.ShouldContain(command.Name);
        }

        foreach ((string title, _) in CommandList.Groups())
        {
            help.Split(Environment.NewLine).Count(line => line == $"  {title}:").ShouldBe(1, title);
        }
    }

    [Theory]
    [InlineData("There is no command 'conut'.", "Did you mean 'count'?", "conut")]
    [InlineData("There is no option '--jsn'.", "--json", "segments", "--jsn")]
    [InlineData("one argument too many", "in quotes", "count", "employees", ">", "5")]
    [InlineData("WHAT", "strata count --help", "count")]
    [InlineData("There is no option '--nothing'", "strata count --help", "count", "--nothing")]
    [InlineData("error argument --scope takes track, read, write or admin, not 'trak'.", "strata keys create --help", "keys", "create", "--scope", "trak")]
    [InlineData("error argument --of takes accounts or contacts, not 'deals'.", "strata count --help", "count", "employees > 5", "--of", "deals")]
    [InlineData("error argument --rate-limit takes a number, not 'many'.", "strata serve --help", "serve", "--rate-limit", "many")]
    [InlineData("error argument MERGE takes a number, not 'last'.", "strata unmerge --help", "unmerge", "last")]
    [InlineData("error argument --otlp takes a web address, not 'nonsense'.", "strata serve --help", "serve", "--otlp", "nonsense")]
    [InlineData("error argument --rate takes a number from 1, not '0'.", "strata bench lookup --help", "bench", "lookup", "--rate", "0")]
    [InlineData("error argument --limit takes a number from 1, not '-3'.", "strata webhooks deliveries --help", "webhooks", "deliveries", "x", "--limit", "-3")]
    [InlineData("error address 'http://127.0.0.1:99999' is no address to listen at.", "such as http://127.0.0.1:5100", "serve", "--urls", "http://127.0.0.1:99999")]
    [InlineData("error address 'nonsense' is no address to listen at.", "such as http://127.0.0.1:5100", "serve", "--urls", "http://127.0.0.1:0;nonsense")]
    [InlineData("error address 'https://127.0.0.1:5100' is no address to listen at: the server speaks HTTP.", "a reverse proxy", "serve", "--urls", "https://127.0.0.1:5100")]
    [InlineData("error address No address to listen at is named.", "such as http://127.0.0.1:5100", "serve", "--urls", ";")]
    [InlineData("error file There is no built web app in ", "eng/build-web", "serve", "--web", "nowhere")]
    public void A_wrong_command_line_says_what_is_wrong(string message, string fix, params string[] arguments)
    {
        Outcome outcome = StrataProcess.Run(_folder, arguments);

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain(message);
        outcome.Error.ShouldContain(fix);
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void A_benchmark_makes_what_it_needs_where_data_says_and_leaves_nothing()
    {
        StrataProcess.Run(_folder, "bench", "queries", "--accounts", "1000", "--runs", "1", "--data", "disk/here", "--json").Succeeded().ShouldContain("\"peer\"");

        Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "disk", "here")).ShouldBeEmpty();
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        Outcome outcome = StrataProcess.Run(_folder, "bench", "queries", "--accounts", "1000", "--runs", "1", "--data", "file");
        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("error data-directory");
    }

    [Fact]
    public void An_address_that_is_taken_is_named_and_nothing_else_is_said()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        string taken = $"http://{other.LocalEndpoint}";

        Outcome outcome = StrataProcess.Run(_folder, "serve", "--urls", taken, "--otlp", "http://127.0.0.1:1");
        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldStartWith($"error address Failed to bind to address {taken}: address already in use.");
        outcome.Output.ShouldNotContain("\"Error\"");
    }

    [Fact]
    public void Reading_where_there_is_no_data_is_the_users_error_and_makes_no_directory()
    {
        Outcome outcome = StrataProcess.Run(_folder, "count", "employees > 1");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("error data-directory There is no data in");
        Directory.Exists(Path.Combine(_folder, ".strata")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_fault_is_told_apart_from_the_users_error()
    {
        (await Invoke(_ => throw new InvalidOperationException("broken"))).ShouldBe(2);
        (await Invoke(_ => throw new UserErrorException("argument", "wrong"))).ShouldBe(1);
        (await Invoke(_ => throw new UserErrorException("argument", "[markup] is text [/]"))).ShouldBe(1);
    }

    [Fact]
    public void Ctrl_C_stops_and_leaves_nothing_half_done()
    {
        using Process process = StrataProcess.Start(_folder, "generate", "--accounts", "5000000", "--events", "50000000", "--to", "out");
        while (!Directory.Exists(Path.Combine(_folder, "out")) || Directory.GetFiles(Path.Combine(_folder, "out")).Length == 0)
        {
            process.HasExited.ShouldBeFalse();
        }

        Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        process.WaitForExit();

        process.ExitCode.ShouldBe(130);
        process.StandardError.ReadToEnd().ShouldContain("Stopped");
        Directory.GetFiles(Path.Combine(_folder, "out")).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_seed_generates_the_same_bytes()
    {
        StrataProcess.Run(_folder, "generate", "--accounts", "50", "--events", "500", "--to", "one").Succeeded();
        StrataProcess.Run(_folder, "generate", "--accounts", "50", "--events", "500", "--to", "two", "--json").Succeeded();

        foreach (string file in Directory.GetFiles(Path.Combine(_folder, "one")))
        {
            File.ReadAllBytes(Path.Combine(_folder, "two", Path.GetFileName(file))).ShouldBe(File.ReadAllBytes(file), Path.GetFileName(file));
        }
    }

    private static Task<int> Invoke(Func<CliContext, int> body)
    {
        var command = new RootCommand();
        command.Options.Add(CommonOptions.Verbose);
        command.Runs(body);
        return command.Parse([]).InvokeAsync(new InvocationConfiguration { Error = new StringWriter(), Output = new StringWriter() });
    }
}
