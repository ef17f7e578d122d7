using System.Buffers.Binary;
using System.Text;
using Strata.Platform.Tracking;

namespace Strata.Platform.Ingest;

/// <summary>A request of the tracking API as it is kept in the journal: what it takes to read its messages again.</summary>
/// <param name="Endpoint">The call that the address named; null for a batch.</param>
/// <param name="Context">What is known of the request; its instant comes from <see cref="IngestPipeline.Receive"/>.</param>
/// <param name="WriteKey">The id of the key that it came with.</param>
/// <param name="Body">The body, UTF-8 JSON; not changed until the request is applied.</param>
public sealed record InputRequest(MessageKind? Endpoint, RequestContext Context, string WriteKey, ReadOnlyMemory<byte> Body)
{
    private const int FixedBytes = 8 + 1 + 1;
    private const int LongestText = 4_096;
    private const ushort NoText = ushort.MaxValue;

    /// <summary>How many bytes it takes in the journal.</summary>
    internal int Length => FixedBytes + LengthOf(WriteKey) + LengthOf(Context.Ip) + LengthOf(Context.UserAgent) + Body.Length;

    /// <summary>Reads what <see cref="Write"/> wrote; the body is a part of the bytes.</summary>
    internal static InputRequest Read(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        long receivedAt = BinaryPrimitives.ReadInt64LittleEndian(span);
        MessageKind? endpoint = span[8] == byte.MaxValue ? null : (MessageKind)span[8];
        var privacy = (PrivacySignals)span[9];
        int at = FixedBytes;
        string writeKey = ReadText(span, ref at) ?? "";
        string? ip = ReadText(span, ref at);
        string? userAgent = ReadText(span, ref at);
        return new InputRequest(endpoint, new RequestContext(receivedAt, ip, userAgent, privacy), writeKey, bytes[at..]);
    }

    /// <summary>Writes it.</summary>
    internal void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Context.ReceivedAt);
        target[8] = Endpoint is { } endpoint ? (byte)endpoint : byte.MaxValue;
        target[9] = (byte)Context.Privacy;
        target = target[FixedBytes..];
        target = WriteText(target, WriteKey);
        target = WriteText(target, Context.Ip);
        target = WriteText(target, Context.UserAgent);
        Body.Span.CopyTo(target);
    }

    private static int LengthOf(string? text) => 2 + (text is null ? 0 : Encoding.UTF8.GetByteCount(Cut(text)));

    private static ReadOnlySpan<char> Cut(string text) => text.AsSpan(0, Math.Min(text.Length, LongestText));

    private static Span<byte> WriteText(Span<byte> target, string? text)
    {
        if (text is null)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target, NoText);
            return target[2..];
        }

        int length = Encoding.UTF8.GetBytes(Cut(text), target[2..]);
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)length);
        return target[(2 + length)..];
    }

    private static string? ReadText(ReadOnlySpan<byte> bytes, ref int at)
    {
        ushort length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
        at += 2;
        if (length == NoText)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(bytes.Slice(at, length));
        at += length;
        return text;
    }
}
