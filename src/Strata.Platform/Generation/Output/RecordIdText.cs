namespace Strata.Platform.Generation.Output;

/// <summary>
/// Record keys in the 18-character form of CRM exports: a three-character object prefix, an instance, a running number in
/// base 62, and the three characters that carry the letter case of the first fifteen.
/// </summary>
internal static class RecordIdText
{
    private const int Length = 18;

    public static void Account(CsvBuffer row, long index) => Write(row, "0015g00"u8, index);

    public static void Contact(CsvBuffer row, long index) => Write(row, "0035g00"u8, index);

    public static void Opportunity(CsvBuffer row, long index) => Write(row, "0065g00"u8, index);

    private static void Write(CsvBuffer row, ReadOnlySpan<byte> prefix, long index)
    {
        Span<byte> id = stackalloc byte[Length];
        prefix.CopyTo(id);
        var digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8;
        for (var place = 14; place >= prefix.Length; place--)
        {
            index = Math.DivRem(index, 62, out var digit);
            id[place] = digits[(int)digit];
        }

        var checks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"u8;
        for (var group = 0; group < 3; group++)
        {
            var upper = 0;
            for (var bit = 0; bit < 5; bit++)
            {
                upper |= id[(group * 5) + bit] is >= (byte)'A' and <= (byte)'Z' ? 1 << bit : 0;
            }

            id[15 + group] = checks[upper];
        }

        row.Raw(id);
    }
}
