using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Strata.Language.Ast;
using Strata.Language.Syntax;

namespace Strata.Language.Json;

/// <summary>
/// The JSON form of the language: the same tree as the text form, for programs and agents. Its shape is published as a JSON Schema in
/// <c>docs/segment.schema.json</c>. Every node is an object with one key that says what it is: <c>{"compare": {"left": {"path":
/// "employees"}, "op": "&gt;=", "right": {"number": 500}}}</c>. Reading is strict: what the schema does not name is an error.
/// </summary>
public static class SegmentJson
{
    /// <summary>Deeper JSON than this cannot be a definition within <see cref="SyntaxLimits.MaxLevels"/>: a level takes two, a leaf a few more.</summary>
    private const int MaxJsonDepth = (2 * SyntaxLimits.MaxLevels) + 8;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxJsonDepth };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    /// <summary>Writes a condition.</summary>
    /// <param name="expression">The condition.</param>
    /// <param name="indented">True for people, with a line for each member.</param>
    public static string Write(Expr expression, bool indented = false) => Write(writer => Write(writer, expression), indented);

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indented">True for people, with a line for each member.</param>
    public static string Write(ValueExpr value, bool indented = false) => Write(writer => Write(writer, value), indented);

    /// <summary>Writes a condition as the next value of a larger document.</summary>
    public static void Write(Utf8JsonWriter writer, Expr expression) => TreeWriter.Condition(writer, expression);

    /// <summary>Writes a value as the next value of a larger document.</summary>
    public static void Write(Utf8JsonWriter writer, ValueExpr value) => TreeWriter.Value(writer, value);

    /// <summary>Reads a condition.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="file">The file it comes from, for the places of errors, or null.</param>
    /// <returns>
    /// The tree or the errors, each with the path of the offending value (<c>$.and[1].compare.op</c>) in its message; never throws for what
    /// a user wrote.
    /// </returns>
    public static ParseResult<Expr> ReadExpression(string json, string? file = null) => Read(json, file, (reader, element, path) => reader.Condition(element, path));

    /// <summary>Reads a value, as <see cref="ReadExpression(string, string?)"/> does a condition.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="file">The file it comes from, for the places of errors, or null.</param>
    public static ParseResult<ValueExpr> ReadValue(string json, string? file = null) => Read(json, file, (reader, element, path) => reader.Value(element, path));

    /// <summary>Reads a condition that is part of a larger document.</summary>
    /// <param name="element">The condition.</param>
    /// <param name="path">Its path in the document, for messages.</param>
    public static ParseResult<Expr> ReadExpression(JsonElement element, string path = "$") => Read(element, path, (reader, part, at) => reader.Condition(part, at));

    /// <summary>Reads a value that is part of a larger document.</summary>
    /// <param name="element">The value.</param>
    /// <param name="path">Its path in the document, for messages.</param>
    public static ParseResult<ValueExpr> ReadValue(JsonElement element, string path = "$") => Read(element, path, (reader, part, at) => reader.Value(part, at));

    private static string Write(Action<Utf8JsonWriter> write, bool indented)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, indented ? Indented : Compact))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static ParseResult<T> Read<T>(string json, string? file, Func<TreeReader, JsonElement, string, T?> part)
        where T : Node
    {
        if (json.Length > 4 * SyntaxLimits.MaxTextLength)
        {
            return Failed<T>("limit", $"The JSON is longer than {4 * SyntaxLimits.MaxTextLength:N0} characters.", file is null ? null : new SourceLocation(file, 1, 1));
        }

        // Depth is looked at first: a document that is too deep is past a limit, not malformed.
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        try
        {
            if (IsTooDeep(utf8))
            {
                return Failed<T>("limit", $"The definition is more than {SyntaxLimits.MaxLevels} levels deep.", file is null ? null : new SourceLocation(file, 1, 1));
            }

            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            return Read(document.RootElement, "$", part);
        }
        catch (JsonException exception)
        {
            return Failed<T>("syntax", "This is not JSON: " + JsonFault.Sentence(exception), JsonFault.Where(exception, file));
        }
    }

    private static ParseResult<T> Read<T>(JsonElement element, string path, Func<TreeReader, JsonElement, string, T?> part)
        where T : Node
    {
        var reader = new TreeReader();
        T? tree = reader.Run(() => part(reader, element, path));
        if (tree is not null && reader.Errors.Count == 0 && SyntaxLimits.Measure(tree).Levels > SyntaxLimits.MaxLevels)
        {
            return Failed<T>("limit", $"The definition is more than {SyntaxLimits.MaxLevels} levels deep.", null);
        }

        return new ParseResult<T>(tree, reader.Errors);
    }

    private static ParseResult<T> Failed<T>(string code, string message, SourceLocation? where)
        where T : Node => new(null, [new UserError(code, message, where)]);

    private static bool IsTooDeep(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.CurrentDepth >= MaxJsonDepth)
            {
                return true;
            }
        }

        return false;
    }
}
