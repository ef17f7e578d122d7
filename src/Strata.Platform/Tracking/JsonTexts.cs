using System.Text.Json;
using Strata.Platform.Import.Parsing;

namespace Strata.Platform.Tracking;

/// <summary>Reads texts of a message, those that come again and again from memory. Used by one thread at a time.</summary>
internal sealed class JsonTexts
{
    private readonly TextPool _values = new(longest: 160);
    private readonly TextPool _names = new(capacity: 1 << 12);
    private readonly TextPool _addresses = new(capacity: 1 << 12, longest: 256);
    private byte[] _unescaped = new byte[1024];

    /// <summary>The names of properties and events.</summary>
    public NamePool Names { get; } = new();

    /// <summary>The text of a property's value.</summary>
    public PooledText Value(ref Utf8JsonReader reader) => _values.Get(Utf8(ref reader));

    /// <summary>
    /// An id: text, or a number as written; null for null, blank, and whatever else stands there, which is skipped. There are too many of
    /// them to be found again in less time than it takes to make one.
    /// </summary>
    public string? Id(ref Utf8JsonReader reader, out bool isWrong) =>
        TryText(ref reader, out ReadOnlySpan<byte> utf8, out isWrong) ? TextPool.WrittenAnew(utf8) : null;

    /// <summary>As <see cref="Id"/>, for what comes again and again: the name of a page or of an event.</summary>
    public string? Name(ref Utf8JsonReader reader, out bool isWrong) =>
        TryText(ref reader, out ReadOnlySpan<byte> utf8, out isWrong) ? _names.Written(utf8) : null;

    /// <summary>As <see cref="Id"/>, made only for those who ask.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="messageStart">Where the message begins in the reader's bytes.</param>
    /// <param name="isWrong">True where something else stands there.</param>
    public LaterText LaterId(ref Utf8JsonReader reader, int messageStart, out bool isWrong)
    {
        isWrong = false;
        return CanWait(ref reader) ? Later(ref reader, messageStart) : new LaterText(Id(ref reader, out isWrong));
    }

    /// <summary>An id that is kept as sent, spaces around it too, made only for those who ask.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="messageStart">Where the message begins in the reader's bytes.</param>
    /// <param name="isWrong">True where something else stands there.</param>
    public LaterText LaterExactId(ref Utf8JsonReader reader, int messageStart, out bool isWrong)
    {
        isWrong = false;
        if (CanWait(ref reader))
        {
            return Later(ref reader, messageStart);
        }

        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0)
        {
            string? id = reader.GetString();
            return new LaterText(string.IsNullOrWhiteSpace(id) ? null : id);
        }

        return new LaterText(Id(ref reader, out isWrong));
    }

    /// <summary>True for a text of which every byte is meant, and which is not blank.</summary>
    private static bool CanWait(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && Cells.IsTrimmed(reader.ValueSpan) && reader.ValueSpan[0] < 0x80;

    private static LaterText Later(ref Utf8JsonReader reader, int messageStart) =>
        new((int)reader.TokenStartIndex + 1 - messageStart, reader.ValueSpan.Length);

    /// <summary>A web address, a browser's name or a title; null for whatever is no text, which is skipped.</summary>
    public string? Address(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return _addresses.Written(Utf8(ref reader));
        }

        reader.Skip();
        return null;
    }

    private bool TryText(ref Utf8JsonReader reader, out ReadOnlySpan<byte> utf8, out bool isWrong)
    {
        isWrong = false;
        utf8 = default;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                utf8 = Utf8(ref reader);
                return true;
            case JsonTokenType.Number:
                utf8 = reader.ValueSpan;
                return true;
            case JsonTokenType.Null:
                return false;
            default:
                reader.Skip();
                isWrong = true;
                return false;
        }
    }

    /// <summary>The bytes of a text, without escapes; they are good until the next call.</summary>
    public ReadOnlySpan<byte> Utf8(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        if (_unescaped.Length < reader.ValueSpan.Length)
        {
            _unescaped = new byte[reader.ValueSpan.Length * 2];
        }

        return _unescaped.AsSpan(0, reader.CopyString(_unescaped));
    }
}
