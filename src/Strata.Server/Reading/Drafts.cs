using System.Text.Json;
using Strata.Language.Definitions;
using Strata.Platform.Segments.Drafts;
using Strata.Platform.Segments.Library;
using Strata.Server.Problems;

namespace Strata.Server.Reading;

/// <summary>A condition that is being written: as text or in the JSON form of the language.</summary>
/// <param name="Text">The text.</param>
/// <param name="Json">The JSON form; taken where both are given.</param>
internal sealed record ConditionInput(string? Text = null, JsonElement? Json = null)
{
    /// <summary>The condition as somebody wrote it.</summary>
    public WrittenCondition ToWritten() => new(Text, Json);
}

/// <summary>A definition that is being written.</summary>
/// <param name="Where">Who is in.</param>
/// <param name="Exclude">Who is suppressed; missing for nobody.</param>
/// <param name="Of"><c>accounts</c> (the standard) or <c>contacts</c>.</param>
/// <param name="IncludeList">Ids added by hand.</param>
/// <param name="Minimum">The sizes below which it is too small; missing for the standard ones.</param>
internal sealed record DraftInput(ConditionInput Where, ConditionInput? Exclude = null, string? Of = null, IReadOnlyList<string>? IncludeList = null, MinimumInput? Minimum = null)
{
    /// <summary>Reads it.</summary>
    public SegmentDraft Read(DefinitionLibrary library) =>
        SegmentDraft.Read(library, Words.Entity(Of), Where.ToWritten(), Exclude?.ToWritten(), IncludeList, Minimum?.ToSizes());
}

/// <summary>The sizes below which a segment is too small for a channel.</summary>
/// <param name="Display">For display advertising.</param>
/// <param name="Email">For e-mail.</param>
/// <param name="Sales">For sales.</param>
internal sealed record MinimumInput(int Display, int Email, int Sales)
{
    /// <summary>The sizes as definitions have them.</summary>
    public MinimumSizes ToSizes() => new(Display, Email, Sales);

    public static MinimumInput Of(MinimumSizes sizes) => new(sizes.Display, sizes.Email, sizes.Sales);
}

/// <summary>A condition as it was understood.</summary>
/// <param name="Text">The text that places speak of: as it was sent, or the canonical text of what was sent as JSON.</param>
/// <param name="Canonical">The text in canonical layout; missing where it cannot be read, or there is none.</param>
/// <param name="Json">The JSON form; missing likewise.</param>
/// <param name="Problems">What is wrong.</param>
/// <param name="Clauses">The clauses with their places in the text.</param>
internal sealed record CheckedCondition(string Text, string? Canonical, JsonElement? Json, IReadOnlyList<CheckedProblem> Problems, IReadOnlyList<ClausePlace> Clauses)
{
    public static CheckedCondition Of(DraftCondition condition) => new(
        condition.Text,
        condition.Canonical,
        condition.Json,
        [.. condition.Problems.Select(problem => new CheckedProblem(problem.Error.Code, problem.Error.Message, Problem.Place.Of(problem.Error.Where), problem.Error.Fix, problem.Path))],
        [.. condition.Clauses().Select(clause => new ClausePlace(clause.Clause.Path, clause.Clause.Kind, clause.Where.Line, clause.Where.Column, clause.Where.Length))]);
}

/// <summary>Something wrong in a condition.</summary>
/// <param name="Code">What kind of error.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Where">Where in the text; missing where that is not known.</param>
/// <param name="Fix">What to write instead.</param>
/// <param name="Path">The clause that it belongs to, by its place in the JSON form; missing where the condition could not be read that far.</param>
internal sealed record CheckedProblem(string Code, string Message, Problem.Place? Where, string? Fix, string? Path);

/// <summary>Where a clause stands.</summary>
/// <param name="Path">In the JSON form: <c>$.and[1].or[0]</c>.</param>
/// <param name="Kind"><c>and</c>, <c>or</c>, <c>not</c> or <c>clause</c>.</param>
/// <param name="Line">In the text: the line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Length">How many UTF-16 units it covers.</param>
internal sealed record ClausePlace(string Path, string Kind, int Line, int Column, int Length);
