using Strata.Language.Catalog;

namespace Strata.Platform.Profile.Features;

/// <summary>How a feature is read from the warehouse. Texts are folded.</summary>
internal abstract record FeatureRecipe;

/// <summary>The field of the account itself.</summary>
internal abstract record AccountFieldRecipe(FieldDefinition Field) : FeatureRecipe;

/// <summary>A category: the name of each spelling that occurs.</summary>
internal sealed record CategoryRecipe(FieldDefinition Field, IReadOnlyDictionary<string, string> Names) : AccountFieldRecipe(Field);

/// <summary>A number.</summary>
internal sealed record NumberRecipe(FieldDefinition Field) : AccountFieldRecipe(Field);

/// <summary>Years since a date; not known where that is later.</summary>
internal sealed record AgeRecipe(FieldDefinition Field) : AccountFieldRecipe(Field);

/// <summary>A boolean that is true.</summary>
internal sealed record BooleanRecipe(FieldDefinition Field) : AccountFieldRecipe(Field);

/// <summary>An item of a set.</summary>
internal sealed record ItemRecipe(FieldDefinition Field, string Item) : AccountFieldRecipe(Field);

/// <summary>A category below a node of its taxonomy.</summary>
internal sealed record GroupRecipe(FieldDefinition Field, IReadOnlyDictionary<string, string> Names, IReadOnlySet<string> Members) : AccountFieldRecipe(Field);

/// <summary>Rows of a collection, all of them or those whose field has one of these values; whether there are any, how many, or a sum.</summary>
internal sealed record RowsRecipe(RowType Rows, FieldDefinition? Field, IReadOnlyList<string> Values, RowsMeasure Measure) : FeatureRecipe;

/// <summary>What is said of rows.</summary>
internal enum RowsMeasure
{
    /// <summary>1 where there are any.</summary>
    Any,

    /// <summary>How many.</summary>
    Count,

    /// <summary>The sum of their <c>amount</c>.</summary>
    Amount,
}

/// <summary>How many deals were won, or lost, before.</summary>
internal sealed record EarlierDealsRecipe(bool Won) : FeatureRecipe;

/// <summary>
/// How many events of a type there were in the last days: all, those whose property has one of these values, or those of a contact with
/// one of these seniorities.
/// </summary>
internal sealed record EventsRecipe(RowType Event, FieldDefinition? Property, IReadOnlyList<string> Values, IReadOnlyList<string> Seniorities, int Days) : FeatureRecipe;
