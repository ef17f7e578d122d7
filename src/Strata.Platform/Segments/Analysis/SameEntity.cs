using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Segments.Analysis;

/// <summary>Segments that are looked at together must be made of the same entity.</summary>
internal static class SameEntity
{
    /// <summary>What all of them are made of.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: some are of accounts and some of contacts.</exception>
    public static EntityKind Of(IReadOnlyList<SegmentSelection> selections)
    {
        EntityKind of = selections[0].Plan.Of;
        if (selections.FirstOrDefault(selection => selection.Plan.Of != of) is { } other)
        {
            throw new UserErrorException(
                "argument",
                $"'{selections[0].Label}' is made of {Noun(of)} and '{other.Label}' of {Noun(other.Plan.Of)}.",
                fix: "Take segments of one kind; --of contacts makes expressions select contacts.");
        }

        return of;
    }

    private static string Noun(EntityKind of) => of == EntityKind.Account ? "accounts" : "contacts";
}
