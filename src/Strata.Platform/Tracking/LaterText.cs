using System.Text;

namespace Strata.Platform.Tracking;

/// <summary>
/// A text of a message that is made when it is asked for: while a message waits for its turn it is enough to know where the text stands,
/// and a collection finds one object less. Used by one thread at a time.
/// </summary>
internal struct LaterText
{
    private readonly int _start;
    private readonly int _length;
    private string? _made;

    /// <summary>A text that is there already; null is none.</summary>
    public LaterText(string? text)
    {
        _made = text;
    }

    /// <summary>A text as it stands in the message, without anything to be taken out.</summary>
    /// <param name="start">Where it begins in the message, in bytes.</param>
    /// <param name="length">How many bytes it has; at least one.</param>
    public LaterText(int start, int length)
    {
        _start = start;
        _length = length;
    }

    /// <summary>False for none.</summary>
    public readonly bool IsThere => _made is not null || _length > 0;

    /// <summary>The text; null for none.</summary>
    /// <param name="message">The message as it came.</param>
    public string? Of(ReadOnlyMemory<byte> message) =>
        _made ??= _length == 0 ? null : Encoding.UTF8.GetString(message.Span.Slice(_start, _length));

    /// <summary>True where it stands in the message; then this is its UTF-8.</summary>
    public readonly bool TryUtf8(ReadOnlyMemory<byte> message, out ReadOnlySpan<byte> utf8)
    {
        utf8 = _length == 0 ? default : message.Span.Slice(_start, _length);
        return _length > 0;
    }

    /// <summary>True where it has more characters than so many.</summary>
    /// <param name="message">The message as it came.</param>
    /// <param name="most">So many it may have.</param>
    /// <param name="length">How many it has, where they are more.</param>
    public bool IsLonger(ReadOnlyMemory<byte> message, int most, out int length)
    {
        length = _made is null && _length <= most ? 0 : Of(message)?.Length ?? 0;
        return length > most;
    }
}
