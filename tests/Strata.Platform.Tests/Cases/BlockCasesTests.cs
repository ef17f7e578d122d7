using System.Text;
using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Json;
using Strata.Platform.Cases;
using Strata.Testing;

namespace Strata.Platform.Tests.Cases;

/// <summary>
/// The web app's blocks are tested with every expression of <c>cases/</c> in its JSON form, which stand in a file of their own there.
/// <c>STRATA_UPDATE=1</c> writes the file anew.
/// </summary>
public sealed class BlockCasesTests
{
    private static string Path => Repository.PathOf("web/src/features/builder/model/cases.ndjson");

    [Fact]
    public void The_blocks_are_tested_with_every_case()
    {
        DataCatalog catalog = ShippedCatalog.Load();
        string[] lines = [.. CaseFiles.Below(Repository.PathOf("cases"))
            .Select(path => CaseFiles.Read(path, catalog))
            .SelectMany(file => file.Cases.Concat(file.Steps.SelectMany(step => step.Expectations)))
            .Select(test => test.Where)
            .OfType<Expr>()
            .Select(where => SegmentJson.Write(where))
            .Where(json => json.Length < 2000)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        string text = string.Join('\n', lines) + "\n";
        if (Environment.GetEnvironmentVariable("STRATA_UPDATE") == "1")
        {
            File.WriteAllText(Path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        File.ReadAllText(Path).ShouldBe(text);
    }
}
