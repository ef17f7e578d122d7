using System.Text.Json;
using Strata.Language.Definitions;
using Strata.Platform.Segments.Definitions;
using Strata.Testing;

namespace Strata.Platform.Tests.Segments.Definitions;

public sealed class DefinitionWriterTests
{
    public static TheoryData<string> Texts() =>
    [
        "segment: s\nwhere: employees > 1",
        "segment: 'yes'\nname: 'null'\nof: contacts\nwhere: seniority = \"VP\"\nowner: \"a: b # c\"\ndescription: \"two\\nlines\\tand \\\"quotes\\\" \\u00e9\"",
        "segment: s\nwhere: employees > 1 or (name contains \"a\\\"b\" and employees < 4)\nexclude: tags has any (\"x\")\ninclude_list: [a, '1', 'true', 'c d', '']\nobjective: retention\nminimum: {display: 1}\nreview_every: 1 quarter",
        "list: l\nof: contacts\nmembers: [c1, \"c: 2\", '- 3']",
        "list: empty\nmembers: []",
        "trait: t\nvalue: count(page_view where page = \"pricing\") in last 30 days + 2",
        "segmentation: tier\ndescription: d\nuniverse: employees > 1\nsegments:\n- {value: '1:1', where: employees > 100}\n- {value: No, where: employees > 10}\nother: Rest",
        "segmentation: nothing\nsegments: []",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_is_written_reads_back_as_the_same_and_is_canonical(string text)
    {
        Definition definition = Bare(DefinitionFilesTests.Read<Definition>(text));

        string written = DefinitionWriter.Write(definition);

        Definition again = Bare(DefinitionFilesTests.Read<Definition>(written));
        again.ShouldBe(definition);
        DefinitionWriter.Write(again).ShouldBe(written);
        JsonDocument.Parse(DefinitionJson.Write(definition)).RootElement.GetProperty(DefinitionWriter.KindOf(definition)).GetString().ShouldBe(definition.Name);
    }

    [Fact]
    public void The_samples_survive_the_round_trip()
    {
        foreach (WrittenDefinition sample in DefinitionFiles.ReadFolder(Repository.PathOf("samples/segments")).Definitions)
        {
            Definition definition = Bare(sample.Definition);
            Bare(DefinitionFilesTests.Read<Definition>(DefinitionWriter.Write(definition))).ShouldBe(definition);
        }
    }

    private static Definition Bare(Definition definition) => definition with { File = null, Locate = null };
}
