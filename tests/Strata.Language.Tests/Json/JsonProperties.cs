using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Strata.Language.Ast;
using Strata.Language.Json;
using Strata.Language.Syntax;
using Strata.Testing;

namespace Strata.Language.Tests.Json;

/// <summary>What holds of every tree in its JSON form, and of the published schema.</summary>
public sealed class JsonProperties
{
    private static Gen<Expr> Trees { get; } = RandomTrees.Expression().Where(tree => SyntaxLimits.Measure(tree).Nodes <= SyntaxLimits.MaxNodes);

    private static void Check<T>(Gen<T> values, int count, Action<T> holds) =>
        Prop.ForAll(values.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count));

    [Fact]
    public void Reading_what_was_written_gives_the_tree_again() => Check(Trees, 2_000, tree =>
    {
        string json = SegmentJson.Write(tree);
        SegmentJson.ReadExpression(json).OrThrow().ShouldBe(tree, json);
        SegmentJson.ReadExpression(SegmentJson.Write(tree, indented: true)).OrThrow().ShouldBe(tree);
    });

    [Fact]
    public void Reading_a_written_value_gives_the_value_again() => Check(RandomTrees.Value(3), 500, value =>
        SegmentJson.ReadValue(SegmentJson.Write(value)).OrThrow().ShouldBe(value));

    [Fact]
    public void Spoilt_JSON_is_read_or_answered_with_errors()
    {
        Gen<string> spoilt =
            from tree in Trees
            from place in Gen.Choose(0, 10_000)
            from piece in Gen.Elements("{", "}", "[", "]", "\"", ",", ":", "null", "1e5", "\\u", "\\", " ", "x", "\0", "true")
            from length in Gen.Choose(0, 8)
            let json = SegmentJson.Write(tree)
            let at = place % json.Length
            select json.Remove(at, Math.Min(length, json.Length - at)).Insert(at, piece);
        Check(spoilt, 3_000, json =>
        {
            var read = SegmentJson.ReadExpression(json);
            (read.Ok || read.Errors.Count > 0).ShouldBeTrue();
        });
    }

    [Fact]
    public void The_schema_accepts_every_tree()
    {
        string[] documents = [.. Trees.Sample(400).Select(tree => SegmentJson.Write(tree))];
        string[] answers = SchemaValidator.Validate(documents);
        answers.Length.ShouldBe(documents.Length);
        foreach ((string document, string answer) in documents.Zip(answers))
        {
            answer.ShouldBe("valid", document);
        }

        SchemaValidator.Validate(RandomTrees.Value(3).Sample(100).Select(value => SegmentJson.Write(value)), "/$defs/value").ShouldAllBe(answer => answer == "valid");
    }

    [Fact]
    public void The_schema_refuses_nothing_that_is_read_and_little_that_is_not()
    {
        string[] documents = [.. Trees.SelectMany(Misshapen).Sample(600)];
        string[] answers = SchemaValidator.Validate(documents);
        int refusedByBoth = 0;
        foreach ((string document, string answer) in documents.Zip(answers))
        {
            var read = SegmentJson.ReadExpression(document);
            if (read.Ok)
            {
                answer.ShouldBe("valid", document);
            }
            else if (answer == "valid")
            {
                // What a schema cannot say: dates that do not exist, sizes past the limits.
                read.Errors.ShouldAllBe(error => error.Code == "limit" || error.Message.Contains("date", StringComparison.Ordinal) || error.Message.Contains("digits", StringComparison.Ordinal), document);
            }
            else
            {
                refusedByBoth++;
            }
        }

        refusedByBoth.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void The_examples_of_the_schema_are_read()
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("docs/segment.schema.json")));
        foreach (JsonElement example in schema.RootElement.GetProperty("examples").EnumerateArray())
        {
            SegmentJson.ReadExpression(example).Ok.ShouldBeTrue();
        }
    }

    /// <summary>The tree's JSON with one member renamed, removed, added or replaced.</summary>
    private static Gen<string> Misshapen(Expr tree) =>
        from place in Gen.Choose(0, 10_000)
        from kind in Gen.Choose(0, 3)
        from piece in Gen.Elements("null", "{}", "[]", "\"\"", "\"x\"", "-1", "true", "{\"path\":\"x\"}", "{\"text\":\"x\"}", "\"30 days\"", "{\"number\":5}")
        select Misshape(JsonNode.Parse(SegmentJson.Write(tree))!, place, kind, piece);

    private static string Misshape(JsonNode root, int place, int kind, string piece)
    {
        List<JsonObject> objects = [];
        Collect(root, objects);
        JsonObject chosen = objects[place % objects.Count];
        string key = chosen.ElementAt(place % chosen.Count).Key;
        switch (kind)
        {
            case 0: chosen.Remove(key); break;
            case 1: chosen["extra"] = JsonNode.Parse(piece); break;
            default: chosen[key] = JsonNode.Parse(piece); break;
        }

        return root.ToJsonString();
    }

    private static void Collect(JsonNode? node, List<JsonObject> objects)
    {
        if (node is JsonObject parent)
        {
            objects.Add(parent);
            foreach (KeyValuePair<string, JsonNode?> member in parent)
            {
                Collect(member.Value, objects);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                Collect(item, objects);
            }
        }
    }
}
