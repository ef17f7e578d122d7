using Strata.Language.Catalog;
using Strata.Platform.Cases;
using Strata.Testing;

namespace Strata.Platform.Tests.Cases;

/// <summary>The project's conformance suite: every file of <c>cases/</c> on every engine over a warehouse; <see cref="LiveConformanceTests"/> has the other.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Files()
    {
        string folder = Repository.PathOf("cases");
        var files = new TheoryData<string>();
        foreach (string file in CaseFiles.Below(folder))
        {
            files.Add(Path.GetRelativePath(folder, file));
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_holds_on_every_engine(string path) =>
        EveryCaseShouldHold(path, CaseEngines.Find("all").Where(engine => engine is not LiveCaseEngine));

    internal static void EveryCaseShouldHold(string path, IEnumerable<ICaseEngine> engines)
    {
        CaseFile file = CaseFiles.Read(Path.Combine(Repository.PathOf("cases"), path), ShippedCatalog.Load());
        foreach (ICaseEngine engine in engines)
        {
            CaseRunner.Run(file, engine)
                .Where(result => !result.Passed)
                .Select(result => $"{result.Place}: {result.Name} ({result.Engine}): {result.Failure}")
                .ShouldBeEmpty();
        }
    }
}
