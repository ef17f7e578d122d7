using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Query;

namespace Strata.Platform.Entities;

/// <summary>A value of an account or contact, for a program; instants are ISO 8601 in UTC.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">Its value, as <see cref="PlainValue"/> has it.</param>
/// <param name="Source">Who said it.</param>
/// <param name="ObservedAt">When it was first said.</param>
/// <param name="VerifiedAt">When the same source last confirmed the row that it is in, or else when it was first said.</param>
/// <param name="AgeDays">Whole days since it was verified.</param>
/// <param name="IsStale">True where it was not verified within the field's time to live.</param>
/// <param name="Type">What kind of value it is.</param>
/// <param name="TimesSaid">How often a value of the field was said, this one included: more than once where there is a history to look at.</param>
public sealed record KnownFact(
    string Field, object? Value, string Source, string ObservedAt, string VerifiedAt, long AgeDays, bool IsStale, FieldType Type, int TimesSaid)
{
    /// <summary>The known values of an account or contact at T, in the order of the catalog.</summary>
    public static IReadOnlyList<KnownFact> Of(Workspace workspace, EntityKind of, long reference, AsOf asOf)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(asOf);
        return [.. FieldFacts.Read(workspace.Connection, workspace.Catalog, of, reference, asOf.Instant).Select(fact => new KnownFact(
            fact.Field.Name,
            PlainValue.Of(HistoryValues.Read(fact.Field.Type, fact.Value, fact.Folded)),
            fact.Source,
            Microseconds.ToText(fact.ObservedAt),
            Microseconds.ToText(fact.VerifiedAt),
            Math.Max(0, asOf.Instant - fact.VerifiedAt) / Microseconds.PerDay,
            fact.IsStale,
            fact.Field.Type,
            fact.TimesSaid))];
    }
}
