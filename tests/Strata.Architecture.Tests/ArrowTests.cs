using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Strata.Testing;

namespace Strata.Architecture.Tests;

/// <summary>Arrows run down only: Cli → Server → Platform → Warehouse, Index → Language (ARCHITECTURE.md).</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Strata.Language"] = [],
        ["Strata.Index"] = ["Strata.Language"],
        ["Strata.Warehouse"] = ["Strata.Language"],
        ["Strata.Platform"] = ["Strata.Language", "Strata.Index", "Strata.Warehouse"],
        ["Strata.Bench"] = ["Strata.Language", "Strata.Index", "Strata.Warehouse", "Strata.Platform"],
        ["Strata.Server"] = ["Strata.Language", "Strata.Index", "Strata.Warehouse", "Strata.Platform"],
        ["Strata.Cli"] = ["Strata.Language", "Strata.Index", "Strata.Warehouse", "Strata.Platform", "Strata.Bench", "Strata.Server"],
    };

    /// <summary>What the language may use: time zones, and reading its own YAML data.</summary>
    private static readonly string[] LanguagePackages = ["NodaTime", "YamlDotNet"];

    public static TheoryData<string> Projects() => [.. Sources.Below("src", "bench").Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_below_it(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        Allowed.ShouldContainKey(name, "A new project needs its arrows in this test and in ARCHITECTURE.md.");

        Includes(path, "ProjectReference").Select(Path.GetFileNameWithoutExtension).ShouldAllBe(target => Allowed[name].Contains(target));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_refers_only_to_those_below_it(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        Assembly assembly = Load(name);

        assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name == "strata" ? "Strata.Cli" : reference.Name!)
            .Where(reference => reference.StartsWith("Strata.", StringComparison.Ordinal))
            .ShouldAllBe(reference => Allowed[name].Contains(reference));
    }

    [Fact]
    public void The_language_uses_no_package_of_storage_or_web() =>
        Includes("src/Strata.Language/Strata.Language.csproj", "PackageReference").ShouldAllBe(package => LanguagePackages.Contains(package));

    [Fact]
    public void The_language_and_the_index_do_no_input_or_output_but_for_the_checkpoints()
    {
        string[] files = ["System.IO.File", "System.IO.Directory"];
        string[] forbidden = ["System.IO.FileInfo", "System.IO.FileStream", "System.Console", "System.Diagnostics.Process"];
        Sources.Below("src/Strata.Index")
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) && !path.Contains("/Checkpoints/", StringComparison.Ordinal))
            .Where(path => FileAccess().IsMatch(Sources.Text(path)))
            .ShouldBeEmpty();
        foreach (string name in (string[])["Strata.Language", "Strata.Index"])
        {
            string[] used = [.. TypesUsed(Load(name).Location)];
            used.Intersect(name == "Strata.Index" ? forbidden : [.. files, .. forbidden], StringComparer.Ordinal).ShouldBeEmpty(name);
            used.Where(type => type.StartsWith("System.Net.", StringComparison.Ordinal)).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Sources.Text("Strata.slnx");

        Sources.Below("src", "bench", Path.GetDirectoryName(Path.GetDirectoryName(TestProject()))!)
            .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(path => !solution.Contains(path, StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"\b(File|Directory|RandomAccess)\.[A-Z]\w+\(", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FileAccess();

    private static string TestProject() => XDocument.Load(Repository.PathOf("Strata.slnx")).Descendants("Project")
        .Select(project => project.Attribute("Path")!.Value)
        .Single(path => path.EndsWith("Strata.Architecture.Tests.csproj", StringComparison.Ordinal));

    private static Assembly Load(string project) => Assembly.Load(project == "Strata.Cli" ? "strata" : project);

    private static IEnumerable<string> Includes(string project, string element) =>
        XDocument.Load(Repository.PathOf(project)).Descendants(element).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));

    private static IEnumerable<string> TypesUsed(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.TypeReferences.Select(metadata.GetTypeReference).Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")];
    }
}
