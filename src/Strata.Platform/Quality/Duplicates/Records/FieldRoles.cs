using System.Collections.Frozen;
using Strata.Language.Catalog;

namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>What a field says of a person or a company.</summary>
internal enum FieldRole
{
    /// <summary>Nothing that two are compared by.</summary>
    None,

    /// <summary>A given name.</summary>
    Given,

    /// <summary>A family name.</summary>
    Family,

    /// <summary>The whole name of a person, or the name of a company.</summary>
    FullName,

    /// <summary>Another name that it goes by.</summary>
    OtherName,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>A part of an address, or all of it.</summary>
    Address,

    /// <summary>A postal code.</summary>
    Postcode,

    /// <summary>A town.</summary>
    City,

    /// <summary>A country.</summary>
    Country,

    /// <summary>A day of birth.</summary>
    Birth,

    /// <summary>A number that an authority or a directory gave to this one alone: tax id, LEI, D-U-N-S, passport.</summary>
    Identifier,
}

/// <summary>The fields of accounts, or contacts, that two are compared by: those of the shipped catalog and those of the user's that have a usual name.</summary>
internal static class FieldRoles
{
    private static readonly Lazy<FrozenDictionary<string, FieldRole>> Roles = new(() => Data.Lines("roles.tsv")
        .Select(line => line.Split('\t'))
        .SelectMany(parts => parts[1].Split(',').Select(spelling => KeyValuePair.Create(spelling, Enum.Parse<FieldRole>(parts[0].Replace("_", "", StringComparison.Ordinal), ignoreCase: true))))
        .ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The fields with a role, in the order of the catalog.</summary>
    public static IReadOnlyList<(FieldDefinition Field, FieldRole Role)> Of(RowType type) =>
        [.. type.Fields.Where(field => field.Type is not (FieldType.Set or FieldType.Boolean)).Select(field => (field, Role: RoleOf(field.Name))).Where(field => field.Role != FieldRole.None)];

    private static FieldRole RoleOf(string name) =>
        Roles.Value.GetValueOrDefault(string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant());
}
