using Strata.Language.Catalog;
using Strata.Platform.Cases;
using Strata.Testing;

namespace Strata.Platform.Tests.Differential;

/// <summary>The conformance cases hold for the evaluator of one entity too.</summary>
public class EntityCaseTests
{
    public static TheoryData<string> Folders =>
        [.. CaseFiles.Below(Repository.PathOf("cases")).Select(file => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!)).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_case_holds_for_one_entity(string folder)
    {
        var failures = new List<string>();
        int cases = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.yaml").Order(StringComparer.Ordinal))
        {
            foreach (CaseResult result in CaseRunner.Run(CaseFiles.Read(file, ShippedCatalog.Load()), new EntityCaseEngine()))
            {
                cases++;
                if (!result.Passed)
                {
                    failures.Add($"{result.Place}: {result.Name}: {result.Failure}");
                }
            }
        }

        failures.ShouldBeEmpty();
        cases.ShouldBeGreaterThan(0);
    }
}
