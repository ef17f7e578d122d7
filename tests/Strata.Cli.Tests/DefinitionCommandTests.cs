using System.Globalization;
using System.Text.Json;

namespace Strata.Cli.Tests;

public sealed class DefinitionCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-cli-").FullName;

    public DefinitionCommandTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "segments"));
        IEnumerable<string> rows = Enumerable.Range(1, 20).Select(number => string.Create(CultureInfo.InvariantCulture, $"a{number:00},Company {number},{number * 50}"));
        File.WriteAllLines(Path.Combine(_folder, "accounts.csv"), rows.Prepend("Account ID,Account Name,Employees"));
        Run("import", "accounts.csv").Succeeded();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Definitions_live_in_files_and_every_change_is_a_version()
    {
        Write("big.yaml", "segment: big\nwhere: employees >= 500\nowner: me\n");
        Write("vip.yaml", "list: vip\nmembers: [a01, a20]\n");
        Run("diff", "segments").Succeeded().ShouldContain("new     segment big: 11 accounts, +11 -0");
        Run("segments").Succeeded().ShouldContain("There are no definitions");
        Run("apply", "segments", "--reason", "first").Succeeded().ShouldContain("2 definitions stored");
        Run("apply", "segments").Succeeded().ShouldContain("Nothing to change");

        Write("big.yaml", "segment: big\nwhere: employees >= 900 or in list(\"vip\")\nowner: me\n");
        string diff = Run("diff", "segments").Succeeded();
        diff.ShouldContain("+1 -8");
        diff.ShouldContain("enter: a01");
        Run("apply", "segments", "--reason", "fewer").Succeeded();

        Run("count", "big").Succeeded().ShouldBe("4\n");
        string history = Run("history", "big").Succeeded();
        history.ShouldContain("tester");
        history.ShouldContain("fewer");
        using JsonDocument moves = JsonDocument.Parse(Run("history", "big", "--from", "1", "--to", "2", "--json").Succeeded());
        moves.RootElement.GetProperty("entered").EnumerateArray().Select(id => id.GetString()).ShouldBe(["a01"]);
        moves.RootElement.GetProperty("left").GetArrayLength().ShouldBe(8);
        Run("history", "big", "--from", "2026-01-01").Succeeded().ShouldContain("0 left");
        using JsonDocument segments = JsonDocument.Parse(Run("segments", "--json").Succeeded());
        JsonElement big = segments.RootElement.EnumerateArray().Single(entry => entry.GetProperty("kind").GetString() == "segment");
        (big.GetProperty("version").GetInt64(), big.GetProperty("size").GetInt64(), big.GetProperty("status").GetString(), big.GetProperty("owner").GetString())
            .ShouldBe((2, 4, "valid", "me"));
    }

    [Fact]
    public void What_is_used_cannot_be_taken_away()
    {
        Write("big.yaml", "segment: big\nwhere: employees >= 500\n");
        Write("user.yaml", "segment: user\nwhere: in segment(\"big\")\n");
        Run("apply", "segments").Succeeded();
        File.Delete(Path.Combine(_folder, "segments", "big.yaml"));

        Outcome pruned = Run("apply", "segments", "--prune");

        pruned.ExitCode.ShouldBe(1);
        pruned.Error.ShouldContain("'big' is used by 'user'");
        Run("apply", "segments").Error.ShouldContain("--prune takes");
        Run("count", "user").Succeeded().ShouldBe("11\n");
    }

    [Fact]
    public void A_broken_reference_is_said_wherever_the_segment_is_used()
    {
        Write("big.yaml", "segment: big\nwhere: employees >= 500\n");
        Run("apply", "segments").Succeeded();
        Write("big.yaml", "segment: big\nwhere: in list(\"nowhere\")\n");
        Run("apply", "segments").Error.ShouldContain("keeps the members of its last valid version");

        Outcome count = Run("count", "big");
        count.Succeeded().ShouldBe("11\n");
        count.Error.ShouldContain("invalid");
        Run("segments").Succeeded().ShouldContain("invalid");
        Run("list", "big").Error.ShouldContain("invalid");
    }

    [Fact]
    public void An_error_in_a_file_is_shown_in_its_line()
    {
        Write("big.yaml", "segment: big\nwhere: |\n  employees >= 500\n  and employes < 700\n");

        Outcome outcome = Run("apply", "segments");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("segments/big.yaml:4:7: There is no field 'employes'");
        outcome.Error.ShouldContain("  |   and employes < 700\n  |       ^^^^^^^^\n");
    }

    [Fact]
    public void Case_files_are_run_and_counted()
    {
        Write("tests.yaml", "as_of: 2026-11-22T00:00:00Z\naccounts: [{id: a1, employees: 5}]\ncases:\n- {where: employees = 5, members: [a1]}\n- {name: wrong, where: employees = 6, members: [a1]}\n");

        Outcome outcome = Run("test", "segments/tests.yaml", "--engine", "duckdb");

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldContain("ok    segments/tests.yaml:4 employees = 5 (duckdb)");
        outcome.Output.ShouldContain("failed segments/tests.yaml:5 wrong (duckdb)");
        outcome.Output.ShouldContain("missing a1");
        outcome.Output.TrimEnd().ShouldEndWith("1 passed, 1 failed");
        Run("test", "segments/tests.yaml", "--engine", "clickhouse").Error.ShouldContain("no engine 'clickhouse'");
    }

    [Fact]
    public void Settings_are_kept_and_mean_something()
    {
        Run("settings", "set", "zone", "Europe/Berlin").Succeeded();
        Run("settings", "get", "zone").Succeeded().ShouldBe("Europe/Berlin\n");
        Run("settings", "--json").Succeeded().ShouldContain("\"currency\": \"USD\"");
        Run("settings", "set", "zone", "Nowhere/At_All").ExitCode.ShouldBe(1);
        Run("count", "employees > 1", "--as-of", "2026-11-22", "--json").Succeeded().ShouldContain("2026-11-21T23:00:00Z");
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, "segments", name), text);

    private Outcome Run(params string[] arguments) => StrataProcess.Run(_folder, arguments);
}
