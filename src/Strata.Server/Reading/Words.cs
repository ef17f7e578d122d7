using Strata.Language;
using Strata.Language.Catalog;

namespace Strata.Server.Reading;

/// <summary>Words of the interface for what the language names.</summary>
internal static class Words
{
    /// <summary>What a segment is made of.</summary>
    public static string Of(EntityKind of) => of == EntityKind.Account ? "accounts" : "contacts";

    /// <summary>Reads what a segment is made of; accounts where nothing is said.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: it is neither.</exception>
    public static EntityKind Entity(string? of) => of switch
    {
        null or "accounts" => EntityKind.Account,
        "contacts" => EntityKind.Contact,
        _ => throw new UserErrorException("argument", $"'of' is 'accounts' or 'contacts', not '{of}'."),
    };
}
