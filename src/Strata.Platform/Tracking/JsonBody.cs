using System.Text.Json;
using System.Text.Unicode;
using Strata.Language;
using Strata.Language.Json;

namespace Strata.Platform.Tracking;

/// <summary>Makes sure that every text of a body can be read.</summary>
internal static class JsonBody
{
    private const int EscapeLength = 6;

    /// <summary>
    /// The body, with U+FFFD for halves of characters: some senders cut a text in the middle of an emoji. Everything stays in its place.
    /// </summary>
    /// <exception cref="UserErrorException">Code <c>json</c>: the body is not UTF-8.</exception>
    public static ReadOnlyMemory<byte> Readable(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw new UserErrorException("json", "The body is not UTF-8.", fix: "Send a JSON object in UTF-8.");
        }

        return body.Span.IndexOf("\\u"u8) < 0 ? body : Mended(body);
    }

    /// <summary>The error of a body that is no JSON.</summary>
    public static UserErrorException NotRead(JsonException fault) =>
        new("json", $"The body is no JSON: {JsonFault.Sentence(fault)}", JsonFault.Where(fault), "Send a JSON object in UTF-8.");

    private static ReadOnlyMemory<byte> Mended(ReadOnlyMemory<byte> body)
    {
        byte[]? copy = null;
        ReadOnlySpan<byte> text = body.Span;
        for (int at = NextEscape(text, 0); at >= 0;)
        {
            int step = text.Length > at + 1 && text[at + 1] == (byte)'u' ? EscapeLength : 2;
            if (IsHalf(text, at, first: true) && IsHalf(text, at + EscapeLength, first: false))
            {
                step = 2 * EscapeLength;
            }
            else if (IsHalf(text, at, first: true) || IsHalf(text, at, first: false))
            {
                copy ??= text.ToArray();
                "\\ufffd"u8.CopyTo(copy.AsSpan(at));
            }

            at = NextEscape(text, at + step);
        }

        return copy ?? body;
    }

    private static int NextEscape(ReadOnlySpan<byte> text, int from)
    {
        int at = from < text.Length ? text[from..].IndexOf((byte)'\\') : -1;
        return at < 0 ? -1 : from + at;
    }

    /// <summary>True where the escape of the first, or the second, half of a character stands: <c>\uD800</c> to <c>\uDBFF</c>, or to <c>\uDFFF</c>.</summary>
    private static bool IsHalf(ReadOnlySpan<byte> text, int at, bool first) =>
        at + EscapeLength <= text.Length && text[at] == (byte)'\\' && text[at + 1] == (byte)'u' && text[at + 2] is (byte)'d' or (byte)'D'
        && (first ? text[at + 3] is (byte)'8' or (byte)'9' or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B'
            : text[at + 3] is (byte)'c' or (byte)'d' or (byte)'e' or (byte)'f' or (byte)'C' or (byte)'D' or (byte)'E' or (byte)'F');
}
