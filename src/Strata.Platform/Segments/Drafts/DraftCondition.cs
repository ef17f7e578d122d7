using System.Text.Json;
using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Json;
using Strata.Language.Syntax;
using Strata.Platform.Segments.Analysis;

namespace Strata.Platform.Segments.Drafts;

/// <summary>Something wrong in a condition.</summary>
/// <param name="Error">What, where in <see cref="DraftCondition.Text"/>, and what to write instead.</param>
/// <param name="Path">The clause it belongs to, by its place in the JSON form; null where the condition could not be read that far.</param>
public sealed record DraftProblem(UserError Error, string? Path);

/// <summary>A condition that is being written.</summary>
public sealed class DraftCondition
{
    private DraftCondition(string text, Expr? tree, BoundExpr? bound, IReadOnlyList<DraftProblem> problems)
    {
        Text = text;
        Tree = tree;
        Bound = bound;
        Problems = problems;
    }

    /// <summary>The text that problems and clauses are placed in: as it was written, or the canonical text of what came as JSON.</summary>
    public string Text { get; }

    /// <summary>The tree; null where nothing is written or it cannot be read.</summary>
    public Expr? Tree { get; }

    /// <summary>What is evaluated; null where nothing is written or something is wrong.</summary>
    public BoundExpr? Bound { get; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<DraftProblem> Problems { get; }

    /// <summary>True where it can be evaluated, or nothing is written.</summary>
    public bool IsUsable => Problems.Count == 0;

    /// <summary>The canonical text; null where there is no tree.</summary>
    public string? Canonical => Tree is null ? null : SegmentPrinter.Print(Tree);

    /// <summary>The JSON form; null where there is no tree.</summary>
    public JsonElement? Json => Tree is null ? null : Parse(SegmentJson.Write(Tree));

    /// <summary>The clauses with their places in <see cref="Text"/>.</summary>
    public IReadOnlyList<(PlacedClause Clause, SourceLocation Where)> Clauses()
    {
        var source = new SourceText(Text);
        return Tree is null ? [] : [.. ClausePaths.Of(Tree).Select(clause => (clause, source.Locate(clause.Clause.Span)))];
    }

    internal static DraftCondition Read(DefinitionChecker checker, EntityKind of, WrittenCondition written)
    {
        if (written.Json is { ValueKind: JsonValueKind.Object } json)
        {
            ParseResult<Expr> read = SegmentJson.ReadExpression(json);
            return read.Ok ? OfText(checker, of, SegmentPrinter.Print(read.Tree)) : new DraftCondition("", null, null, [.. read.Errors.Select(error => new DraftProblem(error, null))]);
        }

        return string.IsNullOrWhiteSpace(written.Text) ? new DraftCondition("", null, null, []) : OfText(checker, of, written.Text);
    }

    private static DraftCondition OfText(DefinitionChecker checker, EntityKind of, string text)
    {
        ParseResult<Expr> parsed = SegmentParser.ParseExpression(text);
        if (!parsed.Ok)
        {
            return new DraftCondition(text, null, null, [.. parsed.Errors.Select(error => new DraftProblem(error, null))]);
        }

        var source = new SourceText(text);
        CheckResult<SegmentPlan> result = checker.CheckExpression(parsed.Tree, of, source.Locate);
        return new DraftCondition(text, parsed.Tree, result.Value?.Where, [.. result.Errors.Select(error => new DraftProblem(error, PathOf(parsed.Tree, source, error.Where)))]);
    }

    /// <summary>The innermost clause around a place.</summary>
    private static string? PathOf(Expr tree, SourceText source, SourceLocation? where) => where is null
        ? null
        : ClausePaths.Of(tree).LastOrDefault(clause => Covers(source.Locate(clause.Clause.Span), source.Locate(new SourceSpan(clause.Clause.Span.End, 0)), where))?.Path;

    private static bool Covers(SourceLocation start, SourceLocation end, SourceLocation place) =>
        (start.Line, start.Column).CompareTo((place.Line, place.Column)) <= 0 && (place.Line, place.Column).CompareTo((end.Line, end.Column)) <= 0;

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }
}
