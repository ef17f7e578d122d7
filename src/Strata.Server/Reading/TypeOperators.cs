using Strata.Language.Catalog;

namespace Strata.Server.Reading;

/// <summary>How values of a type are compared, in the words of the JSON form of the language.</summary>
/// <param name="Type">The type.</param>
/// <param name="Operators">
/// The comparisons: an operator of <c>compare</c> (<c>=</c>, <c>&gt;=</c>), or the key of another condition (<c>between</c>, <c>in</c>,
/// <c>under</c>, <c>contains</c>, <c>known</c>, <c>in_last</c> …); <c>under</c> where the field has a taxonomy.
/// </param>
internal sealed record TypeOperators(FieldType Type, IReadOnlyList<string> Operators)
{
    private static readonly string[] Texts = ["=", "!=", "in", "contains", "starts_with", "ends_with", "matches", "known", "unknown"];
    private static readonly string[] Numbers = ["=", "!=", "<", "<=", ">", ">=", "between", "in", "known", "unknown"];

    /// <summary>The comparisons of every type.</summary>
    public static IReadOnlyList<TypeOperators> All { get; } =
    [
        new(FieldType.Text, Texts),
        new(FieldType.Category, ["under", .. Texts]),
        new(FieldType.Number, Numbers),
        new(FieldType.Money, Numbers),
        new(FieldType.Boolean, ["path", "=", "known", "unknown"]),
        new(FieldType.Date, ["in_last", "in_next", "before", "after", "between", "known", "unknown"]),
        new(FieldType.Set, ["has", "known", "unknown"]),
    ];
}
