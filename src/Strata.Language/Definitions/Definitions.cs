using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Values;

namespace Strata.Language.Definitions;

/// <summary>Something with a name that a team defines: a segment, a list, a trait or a segmentation.</summary>
/// <param name="Name">Its name, by which others refer to it.</param>
/// <param name="Of">What it is about.</param>
public abstract record Definition(string Name, EntityKind Of)
{
    /// <summary>The file it came from, or null.</summary>
    public string? File { get; init; }

    /// <summary>Finds where its expressions stand in the file; null where they have no text.</summary>
    public SourceLocator? Locate { get; init; }
}

/// <summary>Sizes below which a segment is too small to be of use in a channel (language.md section 7).</summary>
/// <param name="Display">For display advertising.</param>
/// <param name="Email">For e-mail.</param>
/// <param name="Sales">For sales.</param>
public sealed record MinimumSizes(int Display = 1000, int Email = 500, int Sales = 50);

/// <summary>A segment as its file says it (language.md section 7).</summary>
public sealed record SegmentDefinition(string Name, EntityKind Of, Expr Where) : Definition(Name, Of)
{
    /// <summary>The name shown to people; the name itself where none is given.</summary>
    public string Title { get; init; } = Name;

    /// <summary>The suppression, applied last; null for none.</summary>
    public Expr? Exclude { get; init; }

    /// <summary>Ids added by hand.</summary>
    public EquatableList<string> IncludeList { get; init; } = [];

    /// <summary>awareness, engagement, acceleration, opportunity or retention; null where not said.</summary>
    public string? Objective { get; init; }

    /// <summary>Who answers for it; null where not said.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it exists; null where not said.</summary>
    public string? Description { get; init; }

    /// <summary>The sizes below which it is too small.</summary>
    public MinimumSizes Minimum { get; init; } = new();

    /// <summary>How often a person looks at it again; null for never.</summary>
    public Duration? ReviewEvery { get; init; }
}

/// <summary>A list of ids kept by hand.</summary>
public sealed record ListDefinition(string Name, EntityKind Of, EquatableList<string> Members) : Definition(Name, Of);

/// <summary>A named value expression, used like a field.</summary>
public sealed record TraitDefinition(string Name, EntityKind Of, ValueExpr Value) : Definition(Name, Of);

/// <summary>One part of a segmentation as written.</summary>
public sealed record SegmentationPartDefinition(string Value, Expr Where);

/// <summary>An ordered list of segments that partitions a universe (language.md section 6).</summary>
public sealed record SegmentationDefinition(
    string Name, EntityKind Of, Expr? Universe, EquatableList<SegmentationPartDefinition> Parts, string Other = "Other")
    : Definition(Name, Of)
{
    /// <summary>What it is for; null where not said.</summary>
    public string? Description { get; init; }
}
