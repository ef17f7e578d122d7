using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Strata.Language.Values;

namespace Strata.Index.Entity;

/// <summary>Membership in the lists of texts of a plan, hashed once where they are long.</summary>
internal static class FoldedSets
{
    private const int LongestScanned = 8;
    private static readonly ConditionalWeakTable<EquatableList<string>, FrozenSet<string>> Hashed = [];

    public static bool Contains(EquatableList<string> list, string text)
    {
        if (list.Count > LongestScanned)
        {
            return Hashed.GetValue(list, static items => items.ToFrozenSet(StringComparer.Ordinal)).Contains(text);
        }

        for (int i = 0; i < list.Count; i++)
        {
            if (string.Equals(list[i], text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
