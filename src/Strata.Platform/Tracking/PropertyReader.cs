using System.Text.Json;
using Strata.Language.Values;

namespace Strata.Platform.Tracking;

/// <summary>Reads the properties or traits of a message; nested ones get the names around them. Used by one thread at a time.</summary>
internal sealed class PropertyReader(JsonTexts texts)
{
    /// <summary>The most properties of a message.</summary>
    public const int Most = 500;

    /// <summary>As deep as imports take nested objects apart.</summary>
    private const int MaxDepth = 4;

    /// <summary>The properties of so many messages stand together as fit: one object for a collection to look at, and none that is very large.</summary>
    private const int MostTogether = 1024;

    private const int FewestTogether = 16;
    private readonly (byte[]? Utf8, string Written, string Name)[] _usual = new (byte[]?, string, string)[32];

    private TrackedProperty[] _together = [];
    private int _first;
    private int _end;
    private int _ofRequest;
    private int _expected = FewestTogether;

    /// <summary>True where the last message had more than <see cref="Most"/>.</summary>
    public bool HasTooMany { get; private set; }

    /// <summary>Begins with the next request, which most likely has as many properties as the one before.</summary>
    public void BeginRequest()
    {
        _expected = Math.Clamp(_ofRequest, FewestTogether, MostTogether);
        _ofRequest = 0;
        _together = [];
        _end = 0;
    }

    /// <summary>Begins with the next message.</summary>
    public void Begin()
    {
        _first = _end;
        HasTooMany = false;
    }

    /// <summary>Reads the object that the reader stands at; whatever is no object is skipped.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="messageStart">Where the message begins in the reader's bytes.</param>
    /// <param name="isWrong">True where something else than an object or null stands there.</param>
    public void Read(ref Utf8JsonReader reader, int messageStart, out bool isWrong)
    {
        isWrong = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadObject(ref reader, "", 1, messageStart);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>What was read since <see cref="Begin"/>.</summary>
    public ArraySegment<TrackedProperty> Take() => _end == _first ? ArraySegment<TrackedProperty>.Empty : new ArraySegment<TrackedProperty>(_together, _first, _end - _first);

    private void ReadObject(ref Utf8JsonReader reader, string prefix, int depth, int messageStart)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            (string written, string name) = NameOf(prefix, texts.Utf8(ref reader));
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && depth < MaxDepth)
            {
                ReadObject(ref reader, written + ".", depth + 1, messageStart);
            }
            else if (_end - _first < Most)
            {
                Add(new TrackedProperty(name, written, ReadValue(ref reader, messageStart)));
            }
            else
            {
                HasTooMany = true;
                reader.Skip();
            }
        }
    }

    private void Add(in TrackedProperty property)
    {
        if (_end == _together.Length)
        {
            ReadOnlySpan<TrackedProperty> begun = _together.AsSpan(_first.._end);
            _together = new TrackedProperty[Math.Max(_expected, 2 * begun.Length)];
            begun.CopyTo(_together);
            (_first, _end) = (0, begun.Length);
        }

        _together[_end++] = property;
        _ofRequest++;
    }

    /// <summary>A property's name; messages that follow one another mostly have theirs in one order.</summary>
    private (string Written, string Name) NameOf(string prefix, ReadOnlySpan<byte> utf8)
    {
        int place = _end - _first;
        if (prefix.Length > 0 || place >= _usual.Length)
        {
            return texts.Names.Property(prefix, utf8);
        }

        ref (byte[]? Utf8, string Written, string Name) usual = ref _usual[place];
        if (usual.Utf8 is null || !utf8.SequenceEqual(usual.Utf8))
        {
            (string written, string name) = texts.Names.Property(prefix, utf8);
            usual = (utf8.ToArray(), written, name);
        }

        return (usual.Written, usual.Name);
    }

    private TrackedValue ReadValue(ref Utf8JsonReader reader, int messageStart)
    {
        int start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                PooledText text = texts.Value(ref reader);
                return new TrackedValue(
                    text.Written is null ? TrackedValueKind.Missing : TrackedValueKind.Text,
                    start - messageStart, (int)reader.BytesConsumed - start, text.Written, text.Folded);
            case JsonTokenType.Number:
                bool fits = TryReadUnits(ref reader, out long units);
                return new TrackedValue(TrackedValueKind.Number, start - messageStart, reader.ValueSpan.Length, Units: units, Fits: fits);
            case JsonTokenType.True or JsonTokenType.False:
                return new TrackedValue(
                    TrackedValueKind.Boolean, start - messageStart, reader.ValueSpan.Length, Units: reader.TokenType == JsonTokenType.True ? 1 : 0);
            case JsonTokenType.Null:
                return new TrackedValue(TrackedValueKind.Missing, start - messageStart, reader.ValueSpan.Length);
            default:
                TrackedValueKind kind = reader.TokenType == JsonTokenType.StartArray ? TrackedValueKind.List : TrackedValueKind.Nested;
                reader.Skip();
                return new TrackedValue(kind, start - messageStart, (int)reader.BytesConsumed - start);
        }
    }

    private static bool TryReadUnits(ref Utf8JsonReader reader, out long units)
    {
        units = 0;
        if (reader.TryGetInt64(out long whole) && whole is > -920_000_000_000_000 and < 920_000_000_000_000)
        {
            units = whole * FixedDecimal.UnitsPerOne;
            return true;
        }

        return reader.TryGetDecimal(out decimal number) && FixedDecimal.TryFromDecimal(number, out units, out _);
    }
}
