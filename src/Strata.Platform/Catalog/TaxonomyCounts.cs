using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Values;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Catalog;

/// <summary>A category, those below it, and how many rows say it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Synonyms">Other spellings of it.</param>
/// <param name="Own">How many rows say it itself.</param>
/// <param name="Total">How many say it or something below it.</param>
/// <param name="Children">The categories below it.</param>
public sealed record TaxonomyCount(string Name, IReadOnlyList<string> Synonyms, long Own, long Total, IReadOnlyList<TaxonomyCount> Children);

/// <summary>A value that a taxonomy does not know.</summary>
/// <param name="Value">As it is written.</param>
/// <param name="Rows">How many rows say it.</param>
public sealed record UnknownCategory(string Value, long Rows);

/// <summary>A taxonomy with what the data says in its words.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Field">The field that was counted, as <c>account.industry</c>; null where none has this taxonomy.</param>
/// <param name="Fields">Every field that has this taxonomy.</param>
/// <param name="Roots">The tree.</param>
/// <param name="Unknown">The values of the field that it does not know, the most frequent first.</param>
public sealed record TaxonomyTree(string Name, string? Field, IReadOnlyList<string> Fields, IReadOnlyList<TaxonomyCount> Roots, IReadOnlyList<UnknownCategory> Unknown);

/// <summary>Counts the rows of each category of a taxonomy.</summary>
/// <param name="workspace">The workspace.</param>
public sealed class TaxonomyCounts(Workspace workspace)
{
    private const int MostUnknown = 50;

    /// <summary>The names of the taxonomies, and the fields that have each.</summary>
    public IReadOnlyList<(string Name, int Nodes, IReadOnlyList<string> Fields)> All() =>
        [.. workspace.Catalog.Taxonomies.Values.OrderBy(taxonomy => taxonomy.Name, StringComparer.Ordinal).Select(taxonomy => (taxonomy.Name, taxonomy.Nodes.Count, FieldsOf(taxonomy.Name)))];

    /// <summary>A taxonomy with counts; null where there is none of that name, or the field does not have it.</summary>
    /// <param name="name">The taxonomy.</param>
    /// <param name="field">The field to count, as <c>account.industry</c>; null for the first that has it.</param>
    /// <param name="cancellation">Stops it.</param>
    public TaxonomyTree? Count(string name, string? field, CancellationToken cancellation)
    {
        IReadOnlyList<string> fields = FieldsOf(name);
        string? counted = field ?? (fields.Count > 0 ? fields[0] : null);
        if (!workspace.Catalog.Taxonomies.TryGetValue(name, out Taxonomy? taxonomy) || (field is not null && !fields.Contains(field, StringComparer.Ordinal)))
        {
            return null;
        }

        var own = new Dictionary<string, long>(StringComparer.Ordinal);
        var unknown = new List<UnknownCategory>();
        foreach ((string value, string shown, long rows) in counted is null ? [] : Values(counted, cancellation))
        {
            if (taxonomy.Find(value) is { } node)
            {
                own[node.Name] = own.GetValueOrDefault(node.Name) + rows;
            }
            else
            {
                unknown.Add(new UnknownCategory(shown, rows));
            }
        }

        return new TaxonomyTree(
            name,
            counted,
            fields,
            [.. taxonomy.Nodes.Where(node => node.Parent is null).Select(node => Tree(taxonomy, node, own))],
            [.. unknown.OrderByDescending(value => value.Rows).Take(MostUnknown)]);
    }

    private static TaxonomyCount Tree(Taxonomy taxonomy, TaxonomyNode node, Dictionary<string, long> own)
    {
        TaxonomyCount[] children = [.. taxonomy.ChildrenOf(node).Select(child => Tree(taxonomy, child, own))];
        long itself = own.GetValueOrDefault(node.Name);
        return new TaxonomyCount(node.Name, node.Synonyms, itself, itself + children.Sum(child => child.Total), children);
    }

    private string[] FieldsOf(string taxonomy) =>
        [.. workspace.Catalog.RowTypes.SelectMany(type => type.Fields.Where(field => field.Taxonomy == taxonomy).Select(field => $"{type.Name}.{field.Name}")).Order(StringComparer.Ordinal)];

    private List<(string Folded, string Shown, long Rows)> Values(string counted, CancellationToken cancellation)
    {
        string[] parts = counted.Split('.', 2);
        RowType type = workspace.Catalog.RowTypes.First(type => type.Name == parts[0]);
        FieldDefinition field = type.Find(parts[1])!;
        string table = SqlIdentifier.Quote(TableNames.Table(type)), value = SqlIdentifier.Quote(field.Name);
        string rows = field.Type == FieldType.Set ? $"SELECT unnest({value}) AS v FROM {table}" : $"SELECT {value} AS v FROM {table}";
        return workspace.Connection.Query(
            $"SELECT v, CAST(count(*) AS BIGINT) FROM ({rows}) WHERE v IS NOT NULL GROUP BY v",
            [],
            row => (TextFolding.Fold(row.GetRequiredText(0)), row.GetRequiredText(0), row.GetInt64(1)),
            cancellation);
    }
}
