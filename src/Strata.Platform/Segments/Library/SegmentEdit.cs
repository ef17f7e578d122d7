using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Values;
using Strata.Platform.Segments.Definitions;

namespace Strata.Platform.Segments.Library;

/// <summary>A segment as a person fills it in.</summary>
public sealed record SegmentEdit
{
    private const int MostName = 100;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is made of.</summary>
    public required EntityKind Of { get; init; }

    /// <summary>Who is in.</summary>
    public required Expr Where { get; init; }

    /// <summary>Who is suppressed; null for nobody.</summary>
    public Expr? Exclude { get; init; }

    /// <summary>The name shown to people; null for <see cref="Name"/>.</summary>
    public string? Title { get; init; }

    /// <summary>Ids added by hand.</summary>
    public IReadOnlyList<string> IncludeList { get; init; } = [];

    /// <summary>What it is for; null where not said.</summary>
    public string? Objective { get; init; }

    /// <summary>Who answers for it; null where not said.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it exists; null where not said.</summary>
    public string? Description { get; init; }

    /// <summary>The sizes below which it is too small; null for the standard ones.</summary>
    public MinimumSizes? Minimum { get; init; }

    /// <summary>How often a person looks at it again, as <c>90 days</c>; null for never.</summary>
    public string? ReviewEvery { get; init; }

    /// <summary>The definition, as a file would say it.</summary>
    /// <exception cref="UserErrorException">The name, the objective or the time between reviews is none.</exception>
    public WrittenDefinition Write()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > MostName || Name.Trim() != Name || Name.Any(character => char.IsControl(character) || character is '/' or '\\'))
        {
            throw new UserErrorException(
                "argument", $"'{Name}' cannot be the name of a segment.", fix: $"Take up to {MostName} characters without slashes, for example in-market-fintech.");
        }

        var definition = new SegmentDefinition(Name, Of, Where)
        {
            Title = string.IsNullOrWhiteSpace(Title) ? Name : Title.Trim(),
            Exclude = Exclude,
            IncludeList = IncludeList.ToEquatableList(),
            Owner = Filled(Owner),
            Description = Filled(Description),
            Minimum = Minimum ?? new MinimumSizes(),
        };
        string text = DefinitionWriter.Write(definition) + Line("objective", Objective) + Line("review_every", ReviewEvery);

        // What a file may not say is not stored either, and one reader decides that.
        return DefinitionFiles.ReadText(text)[0];
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Line(string key, string? value) => Filled(value) is { } filled ? $"{key}: {YamlScalar.Write(filled)}\n" : "";
}
