using System.Text;
using Strata.Language;

namespace Strata.Platform.Import.Sniffing;

/// <summary>Tells the encoding of a file from its bytes.</summary>
internal static class TextEncodingSniffer
{
    /// <summary>The encoding to read the content with; UTF-8 needs no transcoding.</summary>
    /// <exception cref="UserErrorException">Code <c>format</c>: the content is no text.</exception>
    public static Encoding Sniff(ContentScan scan, string fileName)
    {
        ReadOnlySpan<byte> head = scan.Head;
        if (head.StartsWith(new byte[] { 0xFF, 0xFE }))
        {
            return Encoding.Unicode;
        }

        if (head.StartsWith(new byte[] { 0xFE, 0xFF }))
        {
            return Encoding.BigEndianUnicode;
        }

        if (Utf16WithoutMark(head) is { } encoding)
        {
            return encoding;
        }

        if (IsBinary(head))
        {
            throw new UserErrorException(
                "format",
                $"{fileName} is a binary file{KnownKind(head)}.",
                fix: "Strata reads CSV, TSV, JSON, NDJSON and Parquet, plain or gzipped; export one of these.");
        }

        if (scan.IsUtf8 || head.StartsWith("\uFEFF"u8))
        {
            return Encoding.UTF8;
        }

        // Mostly good UTF-8 with a few broken bytes is UTF-8 whose bad rows are rejected; otherwise it is an 8-bit encoding.
        return IsMostlyUtf8(head) ? Encoding.UTF8 : Encoding.Latin1;
    }

    /// <summary>True for the magic bytes of Parquet.</summary>
    public static bool IsParquet(ReadOnlySpan<byte> head) => head.StartsWith("PAR1"u8);

    /// <summary>True for UTF-16, with or without a byte order mark.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> head) =>
        head.StartsWith(new byte[] { 0xFF, 0xFE }) || head.StartsWith(new byte[] { 0xFE, 0xFF }) || Utf16WithoutMark(head) is not null;

    private static Encoding? Utf16WithoutMark(ReadOnlySpan<byte> head)
    {
        int length = Math.Min(head.Length & ~1, 4096);
        if (length < 16)
        {
            return null;
        }

        int evenZeros = 0, oddZeros = 0;
        for (int i = 0; i < length; i += 2)
        {
            evenZeros += head[i] == 0 ? 1 : 0;
            oddZeros += head[i + 1] == 0 ? 1 : 0;
        }

        int most = length / 2 * 7 / 10;
        return oddZeros > most && evenZeros == 0 ? Encoding.Unicode : evenZeros > most && oddZeros == 0 ? Encoding.BigEndianUnicode : null;
    }

    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> sample = head[..Math.Min(head.Length, 64 << 10)];
        int controls = 0;
        foreach (byte unit in sample)
        {
            if (unit == 0)
            {
                return true;
            }

            controls += unit < 32 && unit is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 12) ? 1 : 0;
        }

        return controls > sample.Length / 100;
    }

    private static string KnownKind(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => " (a ZIP archive or an Excel workbook)",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => " (an old Excel workbook)",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => " (a PDF document)",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => " (a picture)",
        _ => "",
    };

    private static bool IsMostlyUtf8(ReadOnlySpan<byte> head)
    {
        int good = 0, bad = 0;
        ReadOnlySpan<byte> rest = head;
        while (!rest.IsEmpty)
        {
            int ascii = rest.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii < 0)
            {
                break;
            }

            rest = rest[ascii..];
            bool valid = Rune.DecodeFromUtf8(rest, out _, out int length) == System.Buffers.OperationStatus.Done;
            good += valid ? 1 : 0;
            bad += valid ? 0 : 1;
            rest = rest[length..];
        }

        return good > bad * 4;
    }
}
