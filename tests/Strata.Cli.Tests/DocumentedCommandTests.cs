using Strata.Testing;

namespace Strata.Cli.Tests;

/// <summary>
/// What the documentation shows is run: in every <c>```console</c> block of README.md and docs/, the lines that start with
/// <c>$</c>. A page starts in a folder with the files of a small generated market (whose first account is Acme), the repository's
/// samples (also as <c>segments</c>, unless the page makes that folder itself) and its cases.
/// </summary>
public sealed class DocumentedCommandTests : IDisposable
{
    /// <summary>Too large for a test (others run them at a smaller size), or about the repository rather than the program.</summary>
    private static readonly string[] LeftOut =
        ["strata demo", "strata bench", "strata generate --accounts 10000000", "./strata", "./test", "dotnet ", "git ", "cd ", "apt", "sudo "];

    private readonly string _folder = Directory.CreateTempSubdirectory("strata-docs-").FullName;

    public static TheoryData<string> Pages() =>
        [.. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Append(Repository.PathOf("README.md"))
            .Where(page => CommandsOf(page).Any())
            .Select(page => Path.GetRelativePath(Repository.Root, page))
            .Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_commands_of_a_page_work(string page)
    {
        string[] commands = [.. CommandsOf(Repository.PathOf(page))];
        Prepare(makesSegments: commands.Contains("mkdir segments", StringComparer.Ordinal));
        foreach (string command in commands)
        {
            Outcome outcome = StrataProcess.Shell(_folder, command);
            outcome.ExitCode.ShouldBe(0, $"{command}\n{outcome.Error}\n{outcome.Output}");
        }
    }

    private static IEnumerable<string> CommandsOf(string page)
    {
        bool inside = false;
        string? open = null;
        foreach (string line in File.ReadLines(page))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside && line.StartsWith("```console", StringComparison.Ordinal);
                open = null;
            }
            else if (inside && (open is not null || line.StartsWith("$ ", StringComparison.Ordinal)))
            {
                string text = open + (open is null ? line[2..] : line);
                open = text.EndsWith('\\') ? text[..^1] : null;
                if (open is null && !LeftOut.Any(start => text.StartsWith(start, StringComparison.Ordinal)))
                {
                    yield return text;
                }
            }
        }
    }

    private void Prepare(bool makesSegments)
    {
        StrataProcess.Run(_folder, "generate", "--accounts", "300", "--events", "3000", "--to", ".").Succeeded();
        string accounts = Path.Combine(_folder, "accounts.csv");
        string[] lines = File.ReadAllLines(accounts);
        string[] headers = lines[0].Split(',');
        string[] first = lines[1].Split(',');
        first[Array.IndexOf(headers, "Account Name")] = "Acme";
        lines[1] = string.Join(',', first);
        File.WriteAllLines(accounts, lines);
        foreach (string folder in (string[])["samples", "cases"])
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder, folder), Repository.PathOf(folder));
        }

        if (makesSegments)
        {
            return;
        }

        string segments = Directory.CreateDirectory(Path.Combine(_folder, "segments")).FullName;
        foreach (string file in Directory.EnumerateFiles(Repository.PathOf("samples/segments")))
        {
            File.Copy(file, Path.Combine(segments, Path.GetFileName(file)));
        }
    }
}
