using Strata.Testing;

namespace Strata.Cli.Tests;

/// <summary>
/// What the documentation shows is run: in every <c>```console</c> block of README.md and docs/, the lines that start with
/// <c>$ strata</c>. A page starts in a folder with the files of a small generated market (whose first account is Acme), the
/// repository's samples and its cases.
/// </summary>
public sealed class DocumentedCommandTests : IDisposable
{
    /// <summary>Too large for a test; each is run by others at a smaller size.</summary>
    private static readonly string[] TooLarge = ["strata demo", "strata bench", "strata generate --accounts 10000000"];

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
        Prepare();
        foreach (string command in CommandsOf(Repository.PathOf(page)).Where(command => !TooLarge.Any(large => command.StartsWith(large, StringComparison.Ordinal))))
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
            else if (inside && (open is not null || line.StartsWith("$ strata ", StringComparison.Ordinal)))
            {
                string text = open + (open is null ? line[2..] : line);
                open = text.EndsWith('\\') ? text[..^1] : null;
                if (open is null)
                {
                    yield return text;
                }
            }
        }
    }

    private void Prepare()
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

        Directory.CreateSymbolicLink(Path.Combine(_folder, "segments"), Repository.PathOf("samples/segments"));
    }
}
