using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Platform.Generation.Model;
using Strata.Platform.Segments.Definitions;
using Strata.Testing;

namespace Strata.Platform.Tests.Generation;

public sealed class SampleSegmentsTests
{
    private static readonly IReadOnlyList<Definition> Samples =
        [.. DefinitionFiles.ReadFolder(Repository.PathOf("samples/segments")).Definitions.Select(written => written.Definition)];

    [Fact]
    public void Every_sample_passes_the_checker()
    {
        var checker = new DefinitionChecker(ShippedCatalog.Load(), new DefinitionSet(Samples));
        Samples.SelectMany(checker.Check).Select(error => error.ToString()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("geographic")]
    [InlineData("demographic")]
    [InlineData("firmographic")]
    [InlineData("technographic")]
    [InlineData("psychographic")]
    [InlineData("behavioural")]
    [InlineData("buying-committee role")]
    [InlineData("value")]
    [InlineData("intent")]
    [InlineData("journey stage")]
    [InlineData("needs")]
    [InlineData("transactional")]
    public void Every_method_of_segmentation_has_a_sample_that_says_so(string method) =>
        Samples.OfType<SegmentDefinition>().ShouldContain(segment => segment.Description!.Contains($"Method: {method}", StringComparison.Ordinal));

    [Theory]
    [InlineData("stage")]
    [InlineData("tier")]
    [InlineData("persona")]
    [InlineData("buying_role")]
    [InlineData("value_matrix")]
    [InlineData("sales_play")]
    public void Every_template_of_a_segmentation_is_there(string name) =>
        Samples.OfType<SegmentationDefinition>().ShouldContain(segmentation => segmentation.Name == name);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Planted_definitions_are_right_in_the_language(long seed)
    {
        var truth = new PlantedTruth((ulong)seed);
        var checker = new DefinitionChecker(ShippedCatalog.Load(), DefinitionSet.Empty);
        foreach (var definition in truth.Drivers.Select(driver => driver.Definition).Append(truth.IdealCustomerProfile))
        {
            var expression = SegmentParser.ParseExpressionOrThrow(definition);
            checker.CheckExpression(expression, EntityKind.Account).OrThrow();
        }
    }
}
