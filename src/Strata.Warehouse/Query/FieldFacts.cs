using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Merge;

namespace Strata.Warehouse.Query;

/// <summary>What is known of one field of one entity, and where from.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">The value as history writes it; never null.</param>
/// <param name="Folded">Its folded form, where the field has one.</param>
/// <param name="Source">Who said it.</param>
/// <param name="ObservedAt">When it was first said, in UTC microseconds.</param>
/// <param name="VerifiedAt">When the same source last confirmed the row that it is in, or else <paramref name="ObservedAt"/>.</param>
/// <param name="IsStale">True where it was not verified within the field's time to live.</param>
/// <param name="TimesSaid">How often a value of the field was said, this one included.</param>
public sealed record FieldFact(
    FieldDefinition Field, string Value, string? Folded, string Source, long ObservedAt, long VerifiedAt, bool IsStale, int TimesSaid);

/// <summary>Somebody said a value of a field.</summary>
/// <param name="Value">The value as history writes it; null where the source said that there is none.</param>
/// <param name="Folded">Its folded form, where the field has one.</param>
/// <param name="Source">Who said it.</param>
/// <param name="At">When, in UTC microseconds.</param>
public sealed record FieldSaid(string? Value, string? Folded, string Source, long At);

/// <summary>Reads where the values of an entity come from and how old they are.</summary>
public static class FieldFacts
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>The known values of an account or contact at T, in the order of the catalog.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="of">What it is.</param>
    /// <param name="reference">Its number.</param>
    /// <param name="asOf">T, in UTC microseconds.</param>
    public static IReadOnlyList<FieldFact> Read(DuckDbConnection connection, DataCatalog catalog, EntityKind of, long reference, long asOf)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        RowType type = catalog.Of(of);
        RowImage image = ImageOf(connection, type, reference);
        var facts = new List<FieldFact>();
        foreach (FieldDefinition field in type.Fields)
        {
            IReadOnlyList<Observation> said = image.Said(field.Name);
            if (said.Count == 0)
            {
                continue;
            }

            Observation held = said.LastOrDefault(one => one.At <= asOf) ?? said[0];
            if (held.Value is null)
            {
                continue;
            }

            bool confirmed = ReferenceEquals(held, said[^1]) && string.Equals(held.Source, image.Source, StringComparison.Ordinal) && image.VerifiedAt <= asOf;
            long verified = confirmed ? Math.Max(held.At, image.VerifiedAt) : held.At;
            bool isStale = field.TimeToLiveDays is { } days && asOf - verified > days * MicrosecondsPerDay;
            facts.Add(new FieldFact(field, held.Value, held.Folded, held.Source, held.At, verified, isStale, said.Count));
        }

        return facts;
    }

    /// <summary>What was said about a field of an account or contact, the oldest first; empty where nothing was.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="of">What it is.</param>
    /// <param name="reference">Its number.</param>
    /// <param name="field">The field.</param>
    public static IReadOnlyList<FieldSaid> ReadHistory(DuckDbConnection connection, DataCatalog catalog, EntityKind of, long reference, FieldDefinition field)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(field);
        return [.. ImageOf(connection, catalog.Of(of), reference).Said(field.Name).Select(one => new FieldSaid(one.Value, one.Folded, one.Source, one.At))];
    }

    private static RowImage ImageOf(DuckDbConnection connection, RowType type, long reference)
    {
        var nothing = new StagingTable("facts_nothing", type, [], new HashSet<string>(StringComparer.Ordinal));
        return new RowImages(new LoadContext(connection, nothing, "facts", CancellationToken.None), type).Read(reference);
    }
}
