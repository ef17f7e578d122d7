using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Catalog;

/// <summary>A value that stands in the data.</summary>
/// <param name="Type">In which rows.</param>
/// <param name="Field">In which field of theirs.</param>
/// <param name="Value">The value as written.</param>
/// <param name="Folded">The value as it is compared.</param>
/// <param name="Count">How many rows have it.</param>
public sealed record KnownValue(RowType Type, FieldDefinition Field, string Value, string Folded, long Count);

/// <summary>The frequent values of every category and set in the data, to search in. Immutable.</summary>
/// <param name="Values">The values, those of a field together.</param>
/// <param name="Rows">How many rows there are of each row type, by its name.</param>
public sealed record KnownValues(IReadOnlyList<KnownValue> Values, IReadOnlyDictionary<string, long> Rows)
{
    private const int MostOfField = 400;

    /// <summary>Reads them.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="catalog">Its catalog.</param>
    /// <param name="asOf">T; events after it are not counted.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static KnownValues Read(DuckDbConnection connection, DataCatalog catalog, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(catalog);
        var reader = new FieldValues(connection);
        var values = new List<KnownValue>();
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (RowType type in catalog.RowTypes)
        {
            long count = reader.Rows(type, asOf, cancellation);
            rows[type.Name] = count;
            foreach (FieldDefinition field in type.Fields.Where(field => count > 0 && field.Type is FieldType.Category or FieldType.Set))
            {
                values.AddRange(reader.Find(type, field, "", MostOfField, cancellation)
                    .Select(found => new KnownValue(type, field, found.Value, TextFolding.Fold(found.Value), found.Count)));
            }
        }

        return new KnownValues(values, rows);
    }
}
