using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Targeting;

/// <summary>The segments that say whom not to approach: those whose names begin with <c>suppress</c>, unless others are named.</summary>
public static class Suppressions
{
    private const string Prefix = "suppress";

    /// <summary>Whether a segment says whom not to approach, by its name.</summary>
    public static bool Is(LibraryEntry entry) => entry.Definition.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds them.</summary>
    /// <param name="library">The definitions.</param>
    /// <param name="of">Whom they are made of.</param>
    /// <param name="named">Their names; null for all by their prefix.</param>
    /// <exception cref="UserErrorException">Code <c>name</c>: there is none of that name, or it is made of something else.</exception>
    public static LibraryEntry[] Of(DefinitionLibrary library, EntityKind of, IReadOnlyList<string>? named)
    {
        if (named is null)
        {
            return [.. library.Segments.Where(entry =>
                entry.Definition.Of == of && entry.IsValid && Is(entry))];
        }

        return [.. named.Select(name => library.FindSegment(name) is { } entry && entry.Definition.Of == of
            ? entry
            : throw new UserErrorException("name", $"There is no segment '{name}' of {(of == EntityKind.Account ? "accounts" : "contacts")}.", fix: "`strata segments` lists them."))];
    }
}
