namespace Strata.Index.Live;

/// <summary>The order of texts by their bytes in UTF-8, which is that of their code points.</summary>
internal static class Utf8Order
{
    /// <summary>Below 0 where the first comes first.</summary>
    public static int Compare(string left, string right)
    {
        int common = Math.Min(left.Length, right.Length);
        for (int i = 0; i < common; i++)
        {
            char a = left[i], b = right[i];
            if (a != b)
            {
                // Surrogates stand for code points above all others, though as units they are below U+E000.
                return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
