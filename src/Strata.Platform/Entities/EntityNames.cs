using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Platform.Entities;

/// <summary>What a person calls accounts and contacts.</summary>
public static class EntityNames
{
    /// <summary>An account's name, a contact's full name or else e-mail address; null where it has none.</summary>
    public static string? Of(EntityKind of, StateRow entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (of == EntityKind.Account)
        {
            return TextOf(entity, "name");
        }

        string full = string.Join(' ', new[] { TextOf(entity, "first_name"), TextOf(entity, "last_name") }.OfType<string>());
        return full.Length > 0 ? full : TextOf(entity, "email");
    }

    /// <summary>The newest value of a text or category as written; null where it is not known, or is neither.</summary>
    public static string? TextOf(StateRow row, string field)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Field(field) is { Newest: { IsKnown: true, Kind: ValueKind.Text } value } ? value.Written : null;
    }
}
