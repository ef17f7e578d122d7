using System.Text.Json;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Values;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Segments.Drafts;

/// <summary>A definition that is being written: not stored, and perhaps wrong. Nothing of it throws for what a person wrote.</summary>
public sealed class SegmentDraft
{
    private SegmentDraft(DefinitionLibrary library, EntityKind of, DraftCondition where, DraftCondition exclude, IReadOnlyList<string> includeList, MinimumSizes minimum)
    {
        Of = of;
        Where = where;
        Exclude = exclude;
        if (where.Bound is not null && exclude.IsUsable)
        {
            var plan = new SegmentPlan(null, of, where.Bound, exclude.Bound, includeList.ToEquatableList());
            var definition = new SegmentDefinition("draft", of, where.Tree!) { Exclude = exclude.Tree, IncludeList = includeList.ToEquatableList(), Minimum = minimum };
            Selection = new SegmentSelection(plan, null, where.Tree!, definition, null) { Checker = library.Checker };
        }
    }

    /// <summary>What it selects.</summary>
    public EntityKind Of { get; }

    /// <summary>Who is in.</summary>
    public DraftCondition Where { get; }

    /// <summary>Who is suppressed; empty for nobody.</summary>
    public DraftCondition Exclude { get; }

    /// <summary>What can be evaluated; null while something is wrong or missing.</summary>
    public SegmentSelection? Selection { get; }

    /// <summary>Reads a draft.</summary>
    /// <param name="library">What it may name.</param>
    /// <param name="of">What it selects.</param>
    /// <param name="where">Who is in, as written.</param>
    /// <param name="exclude">Who is suppressed, as written; null for nobody.</param>
    /// <param name="includeList">Ids added by hand.</param>
    /// <param name="minimum">The sizes below which it is too small; null for the standard ones.</param>
    public static SegmentDraft Read(
        DefinitionLibrary library, EntityKind of, WrittenCondition where, WrittenCondition? exclude, IReadOnlyList<string>? includeList = null, MinimumSizes? minimum = null)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(where);
        return new SegmentDraft(
            library,
            of,
            DraftCondition.Read(library.Checker, of, where),
            DraftCondition.Read(library.Checker, of, exclude ?? new WrittenCondition(null, null)),
            includeList ?? [],
            minimum ?? new MinimumSizes());
    }

    /// <summary>What can be evaluated.</summary>
    /// <exception cref="UserErrorException">Something is wrong, or nothing is written yet.</exception>
    public SegmentSelection Require()
    {
        UserError[] problems = [.. Where.Problems.Select(problem => problem.Error), .. Exclude.Problems.Select(problem => problem.Error)];
        return Selection ?? throw (problems.Length > 0
            ? new UserErrorException(problems)
            : new UserErrorException("argument", "The definition has no condition yet.", fix: "Write one, for example: employees >= 500."));
    }
}

/// <summary>A condition as somebody wrote it: as text or in the JSON form of the language; nothing at all where both are missing.</summary>
/// <param name="Text">The text.</param>
/// <param name="Json">The JSON form.</param>
public sealed record WrittenCondition(string? Text, JsonElement? Json);
