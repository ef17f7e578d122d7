using System.Text.Json;
using System.Text.RegularExpressions;

namespace Strata.Architecture.Tests;

/// <summary>House rules that a compiler does not hold.</summary>
public sealed partial class HouseRuleTests
{
    private const int LongestFile = 400;

    private static readonly string[] Code = [".cs", ".sh", ".csproj", ".props", ".targets", ".yaml", ".md", ".json", ".mjs", ".py", ""];

    [Fact]
    public void No_source_file_is_asking_to_be_two() =>
        Sources.Below("src", "bench", "tests")
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => (path, lines: Sources.Text(path).Count(character => character == '\n')))
            .Where(file => file.lines > LongestFile)
            .ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_for_later() =>
        Sources.Below("src", "bench", "tests", "eng", ".ci")
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".sh", StringComparison.Ordinal))
            .Where(path => !path.EndsWith("HouseRuleTests.cs", StringComparison.Ordinal))
            .Where(path => LeftForLater().IsMatch(Sources.Text(path)))
            .ShouldBeEmpty();

    [Fact]
    public void No_lock_file_names_the_registry_it_was_filled_from() =>
        Sources.Below("src", "bench", "tests", "eng")
            .Where(path => Path.GetFileName(path) is "packages.lock.json" or "package-lock.json")
            .Where(path => Resolved().IsMatch(Sources.Text(path)))
            .ShouldBeEmpty();

    [Fact]
    public void No_file_holds_a_path_of_the_machine_it_was_written_on() =>
        Sources.Below("src", "bench", "tests", "eng", "docs", "cases", "samples", ".ci")
            .Where(path => Code.Contains(Path.GetExtension(path), StringComparer.Ordinal))
            .Where(path => !path.EndsWith("HouseRuleTests.cs", StringComparison.Ordinal))
            .Where(path => MachinePath().IsMatch(Sources.Text(path)))
            .ShouldBeEmpty();

    [Fact]
    public void The_notice_names_every_library_that_a_build_holds()
    {
        IEnumerable<string> packages = Sources.Below("src")
            .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
            .SelectMany(path => Referenced().Matches(Sources.Text(path)))
            .Select(match => match.Groups[1].Value);
        using JsonDocument web = JsonDocument.Parse(Sources.Text("web/package.json"));
        string notice = Sources.Text("NOTICE");

        packages.Concat(web.RootElement.GetProperty("dependencies").EnumerateObject().Select(dependency => dependency.Name)).Distinct()
            .Where(package => !Regex.IsMatch(notice, $@"(?<![\w/.-]){Regex.Escape(package)}(?![\w/-]|\.\w)"))
            .ShouldBeEmpty();
    }

    [GeneratedRegex("PackageReference Include=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Referenced();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException", RegexOptions.CultureInvariant)]
    private static partial Regex LeftForLater();

    [GeneratedRegex("\"resolved\": \"http", RegexOptions.CultureInvariant)]
    private static partial Regex Resolved();

    [GeneratedRegex(@"(?<![\w.~])/(work|root|home/\w+)/", RegexOptions.CultureInvariant)]
    private static partial Regex MachinePath();
}
