using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Values;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Catalog;

/// <summary>Something to make a condition of.</summary>
/// <param name="Kind"><c>field</c>, <c>value</c>, <c>category</c>, <c>event</c>, <c>collection</c>, <c>segment</c>, <c>list</c>, <c>trait</c> or <c>segmentation</c>.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Detail">Where it is from, for a person.</param>
/// <param name="Source">The rows it is of: <c>account</c>, <c>contact</c>, a collection or an event; null for definitions.</param>
/// <param name="Field">The field; null where it is none.</param>
/// <param name="Count">How many rows have it; null where nobody counted.</param>
/// <param name="Condition">The condition it makes; null where something is still to be said.</param>
public sealed record FoundCondition(string Kind, string Label, string Detail, string? Source, string? Field, long? Count, Expr? Condition);

/// <summary>Finds conditions by a few words: who types <c>pricing</c> is offered the visits to the page of that name.</summary>
/// <param name="library">The definitions and the catalog.</param>
/// <param name="known">What stands in the data.</param>
/// <param name="of">What the conditions select.</param>
public sealed class ConditionSearch(DefinitionLibrary library, KnownValues known, EntityKind of)
{
    private static readonly LastWindow Recently = new(new Duration(30, TimeUnit.Day));

    /// <summary>Finds the best matches, the best first.</summary>
    /// <param name="text">The words; empty for what there is most of.</param>
    /// <param name="limit">How many at the most.</param>
    public IReadOnlyList<FoundCondition> Find(string text, int limit)
    {
        string[] words = TextFolding.Fold(text).Split([' ', '_', '.', ',', '"', '=', '('], StringSplitOptions.RemoveEmptyEntries);
        return [.. Fields().Concat(Rows()).Concat(Definitions()).Concat(words.Length == 0 ? [] : Values().Concat(Categories(words)))
            .Select(found => (Found: found, Score: ScoreOf(found, words)))
            .Where(scored => scored.Score > 0)
            .OrderByDescending(scored => scored.Score).ThenByDescending(scored => scored.Found.Count ?? 0).ThenBy(scored => scored.Found.Label, StringComparer.Ordinal)
            .Select(scored => scored.Found)
            .DistinctBy(found => (found.Kind, found.Label, found.Source, found.Field))
            .Take(limit)];
    }

    private static double ScoreOf(FoundCondition found, string[] words)
    {
        string label = TextFolding.Fold(found.Label).Replace('_', ' ');
        string around = TextFolding.Fold($"{found.Detail} {found.Source} {found.Field}").Replace('_', ' ');
        double score = words.Length == 0 ? 1 : 0;
        foreach (string word in words)
        {
            double one = label == word ? 10 : label.StartsWith(word, StringComparison.Ordinal) ? 7 : label.Contains($" {word}", StringComparison.Ordinal) ? 5
                : label.Contains(word, StringComparison.Ordinal) ? 3 : around.Contains(word, StringComparison.Ordinal) ? 1 : 0;
            if (one == 0)
            {
                return 0;
            }

            score += one;
        }

        // What the data has much of is meant more often than what it hardly has, and where a record came from is hardly ever meant.
        double weight = found.Count is { } count ? Math.Log10(count + 1) / 4 : 0.5;
        return score + weight - (found.Kind == "value" && found.Field == "source" ? 4 : 0) - (found.Count == 0 ? 2 : 0);
    }

    private IEnumerable<FoundCondition> Fields() => library.Catalog.RowTypes.SelectMany(type => type.Fields.Select(field => new FoundCondition(
        "field", field.Name, field.Description, type.Name, field.Name, null, field.Type == FieldType.Boolean ? In(type, new BooleanExpr(Path(type, field))) : null)));

    private IEnumerable<FoundCondition> Rows() => library.Catalog.RowTypes
        .Where(type => type.Kind is RowKind.Collection or RowKind.Event || (type.Kind == RowKind.Contact && of == EntityKind.Account))
        .Select(type => new FoundCondition(
            type.Kind == RowKind.Event ? "event" : "collection", type.Name, type.Description, type.Name, null, known.Rows.GetValueOrDefault(type.Name), In(type, null)));

    private IEnumerable<FoundCondition> Values() => known.Values.Select(value => new FoundCondition(
        "value", value.Value, $"{value.Type.Name} {value.Field.Name}", value.Type.Name, value.Field.Name, value.Count, In(value.Type, Is(value.Type, value.Field, value.Value))));

    /// <summary>Categories of taxonomies that have others below them; what has none stands among the values where the data has it.</summary>
    private IEnumerable<FoundCondition> Categories(string[] words) => library.Catalog.RowTypes.SelectMany(type => type.Fields.Select(field => (Type: type, Field: field, Taxonomy: library.Catalog.TaxonomyOf(field))))
        .Where(one => one.Taxonomy is not null && one.Field.Type == FieldType.Category)
        .SelectMany(one => one.Taxonomy!.Nodes
            .Where(node => words.All(word => TextFolding.Fold(node.Name).Contains(word, StringComparison.Ordinal)) && one.Taxonomy.ChildrenOf(node).Count > 0)
            .Select(node => new FoundCondition(
                "category",
                node.Name,
                $"{one.Type.Name} {one.Field.Name}, with everything below it",
                one.Type.Name,
                one.Field.Name,
                null,
                In(one.Type, new UnderExpr(Path(one.Type, one.Field), [new TextLiteral(node.Name)], Negated: false)))));

    private IEnumerable<FoundCondition> Definitions() => library.Entries.Where(entry => entry.IsValid).Select(entry => entry.Definition switch
    {
        SegmentDefinition segment when Reaches(segment.Of) => new FoundCondition(
            "segment", segment.Title, "Segment", null, segment.Name, null, new MembershipExpr(segment.Of != of, IsList: false, segment.Name)),
        ListDefinition list when Reaches(list.Of) => new FoundCondition("list", list.Name, "List", null, list.Name, list.Members.Count, new MembershipExpr(list.Of != of, IsList: true, list.Name)),
        TraitDefinition trait when trait.Of == of => new FoundCondition("trait", trait.Name, "Trait", null, trait.Name, null, null),
        SegmentationDefinition segmentation when segmentation.Of == of => new FoundCondition(
            "segmentation", segmentation.Name, segmentation.Description ?? "Segmentation", null, segmentation.Name, null, null),
        _ => null,
    }).OfType<FoundCondition>();

    private bool Reaches(EntityKind other) => other == of || of == EntityKind.Contact;

    /// <summary>A condition on rows as one on the entity that is selected.</summary>
    private Expr In(RowType type, Expr? where)
    {
        bool isSelf = type.Kind == (of == EntityKind.Account ? RowKind.Account : RowKind.Contact);
        if (where is not null && (isSelf || type.Kind == RowKind.Account))
        {
            return where;
        }

        string source = type.Kind == RowKind.Contact ? "contacts" : type.Name;
        bool throughAccount = of == EntityKind.Contact && type.Kind != RowKind.Event;
        return new QuantifiedExpr(Quantifier.Any, new SourceRef(source, throughAccount), where, [], type.Kind == RowKind.Event ? Recently : null);
    }

    /// <summary>A field has a value: by comparison, of a set by membership.</summary>
    private Expr Is(RowType type, FieldDefinition field, string value) => field.Type == FieldType.Set
        ? new HasExpr(Path(type, field), HasMode.Any, [new TextLiteral(value)])
        : new CompareExpr(Path(type, field), CompareOp.Equal, new LiteralValue(new TextLiteral(value)));

    private PathValue Path(RowType type, FieldDefinition field) =>
        type.Kind == RowKind.Account && of == EntityKind.Contact ? new PathValue(["account", field.Name]) : new PathValue([field.Name]);
}
