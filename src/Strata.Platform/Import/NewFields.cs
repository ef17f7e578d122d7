using Strata.Language.Catalog;

namespace Strata.Platform.Import;

/// <summary>What a catalog lacks for the rows of a file.</summary>
internal static class NewFields
{
    /// <summary>The fields that the extended type has and the known one has not.</summary>
    public static CatalogAdditions Of(RowType known, RowType extended)
    {
        FieldDefinition[] added = [.. extended.Fields.Where(field => known.Find(field.Name) is null)];
        if (added.Length == 0)
        {
            return CatalogAdditions.None;
        }

        CatalogAdditions none = CatalogAdditions.None;
        return known.Kind switch
        {
            RowKind.Account => none with { AccountFields = added },
            RowKind.Contact => none with { ContactFields = added },
            RowKind.Collection => none with { Collections = [new RowType(RowKind.Collection, known.Name, added)] },
            _ => none with { Events = [new RowType(RowKind.Event, known.Name, added)] },
        };
    }
}
