using System.Text;

namespace Strata.Platform.Import.Sniffing;

/// <summary>Writes a file's content anew where the engine cannot read it as it is.</summary>
internal static class Transcoder
{
    private const int BufferChars = 1 << 18;

    /// <summary>Copies the content as UTF-8 without a byte order mark.</summary>
    public static void ToUtf8(InputFile file, Encoding encoding, string target, CancellationToken cancellation)
    {
        // What software calls Latin-1 is Windows-1252: the same, with typographic quotes where Latin-1 has control characters.
        Encoding actual = encoding.CodePage == Encoding.Latin1.CodePage ? Windows1252.Value : encoding;
        using var reader = new StreamReader(file.OpenContent(), actual, detectEncodingFromByteOrderMarks: true, BufferChars);
        using var writer = new StreamWriter(target, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferChars);
        char[] buffer = new char[BufferChars];
        int read;
        while ((read = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(buffer, 0, read);
        }
    }

    /// <summary>Copies a table whose columns are aligned by white space as CSV; its values hold none.</summary>
    public static void AlignedToCsv(Stream content, string target, CancellationToken cancellation)
    {
        using var reader = new StreamReader(content);
        using var writer = new StreamWriter(target);
        while (reader.ReadLine() is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.WriteLine(string.Join(',', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    private static readonly Lazy<Encoding> Windows1252 = new(() => CodePagesEncodingProvider.Instance.GetEncoding(1252)!);
}
