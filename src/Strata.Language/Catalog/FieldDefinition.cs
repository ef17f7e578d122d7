namespace Strata.Language.Catalog;

/// <summary>One typed value of an entity, a row of a collection or an event.</summary>
/// <param name="Name">Its name: <c>[a-z][a-z0-9_]*</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Taxonomy">The taxonomy that its categories belong to (<c>Category</c> and <c>Set</c> only), or null.</param>
/// <param name="Description">What it means, for a person; empty where nobody said.</param>
/// <param name="TimeToLiveDays">After how many days without verification the value counts as stale, or null for never.</param>
public sealed record FieldDefinition(
    string Name, FieldType Type, string? Taxonomy = null, string Description = "", int? TimeToLiveDays = null)
{
    /// <summary>True for text, category and set, which are kept as written and folded.</summary>
    public bool IsFolded => Type is FieldType.Text or FieldType.Category or FieldType.Set;
}
