using System.Buffers;
using System.Security.Cryptography;
using System.Text.Unicode;
using Strata.Language;

namespace Strata.Platform.Import.Sniffing;

/// <summary>What one pass over a file's bytes tells before anything is parsed.</summary>
/// <param name="Head">The first bytes of the decompressed content.</param>
/// <param name="IsUtf8">True where all of it is valid UTF-8; for compressed files where the head is.</param>
/// <param name="Sha256">The digest of the file as it lies on disk, in hexadecimal.</param>
internal sealed record ContentScan(byte[] Head, bool IsUtf8, string Sha256)
{
    /// <summary>How much of the content is looked at for encoding, format and separator.</summary>
    public const int HeadBytes = 4 << 20;

    private const int BufferBytes = 1 << 20;

    /// <summary>Reads the file once.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxLineBytes">A longer stretch without a line break is refused.</param>
    /// <param name="cancellation">Stops the pass.</param>
    /// <exception cref="UserErrorException">Code <c>format</c>: a line is too long, or the compression is damaged.</exception>
    public static ContentScan Read(InputFile file, int maxLineBytes, CancellationToken cancellation)
    {
        byte[] head = ReadHead(file);
        bool isBinary = TextEncodingSniffer.IsParquet(head);
        using FileStream stream = File.OpenRead(file.Path);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes + 4);
        bool isUtf8 = !file.IsCompressed || IsValidPrefix(head);
        bool hasLines = !isBinary && !file.IsCompressed && !TextEncodingSniffer.IsUtf16(head) && head.AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is not [(byte)'[', ..];
        int carried = 0;
        long lineBytes = 0;
        try
        {
            int read;
            while ((read = stream.Read(buffer, carried, BufferBytes - carried)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                digest.AppendData(buffer, carried, read);
                Span<byte> block = buffer.AsSpan(0, carried + read);
                lineBytes = hasLines ? LongestLine(block[carried..], lineBytes, maxLineBytes, file) : 0;
                carried = 0;
                if (isUtf8 && !file.IsCompressed)
                {
                    carried = IncompleteTail(block);
                    isUtf8 = Utf8.IsValid(block[..^carried]);
                    block[^carried..].CopyTo(buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new ContentScan(head, isUtf8 && carried == 0, Convert.ToHexStringLower(digest.GetCurrentHash()));
    }

    private static byte[] ReadHead(InputFile file)
    {
        try
        {
            using Stream content = file.OpenContent();
            byte[] head = new byte[(int)Math.Min(HeadBytes, file.IsCompressed ? HeadBytes : file.Length)];
            int length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return length == head.Length ? head : head[..length];
        }
        catch (InvalidDataException fault)
        {
            throw new UserErrorException([new UserError("format", $"{file.Name} is not a sound gzip file: {fault.Message}")], fault);
        }
    }

    private static long LongestLine(ReadOnlySpan<byte> block, long before, int most, InputFile file)
    {
        int last = block.LastIndexOf((byte)'\n');
        int first = last < 0 ? -1 : block.IndexOf((byte)'\n');
        long line = before + (first < 0 ? block.Length : first);
        if (line > most)
        {
            throw new UserErrorException(
                "format",
                $"{file.Name} has a line of more than {most / (1 << 20)} MiB.",
                fix: "Check that it is a text file with one row a line; a quotation mark that is never closed also makes such lines.");
        }

        return last < 0 ? line : block.Length - last - 1;
    }

    /// <summary>How many bytes at the end begin a character that the next block may complete.</summary>
    private static int IncompleteTail(ReadOnlySpan<byte> block)
    {
        for (int back = 1; back <= Math.Min(3, block.Length); back++)
        {
            byte unit = block[^back];
            if (unit >= 0xC0)
            {
                int needed = unit >= 0xF0 ? 4 : unit >= 0xE0 ? 3 : 2;
                return needed > back ? back : 0;
            }

            if (unit < 0x80)
            {
                return 0;
            }
        }

        return 0;
    }

    private static bool IsValidPrefix(ReadOnlySpan<byte> head) => Utf8.IsValid(head[..^IncompleteTail(head)]);
}
