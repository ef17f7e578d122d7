using System.Text;
using Strata.Platform.Import.Recognition;

namespace Strata.Platform.Tracking;

/// <summary>The names of properties and events: few, and each with the catalog's way to write it. Used by one thread at a time.</summary>
internal sealed class NamePool
{
    private const int MostRemembered = 20_000;
    private readonly Dictionary<string, (string Written, string Name)> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Written, string Name)>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<string, string> _eventTypes = new(StringComparer.Ordinal);
    private readonly char[] _characters = new char[512];

    public NamePool() => _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A property's name as sent and as the catalog writes names.</summary>
    /// <param name="prefix">The names around it with a point at the end, or empty.</param>
    /// <param name="utf8">The name.</param>
    public (string Written, string Name) Property(string prefix, ReadOnlySpan<byte> utf8)
    {
        if (prefix.Length + utf8.Length > _characters.Length)
        {
            string whole = prefix + Encoding.UTF8.GetString(utf8);
            return (whole, HeaderName.ToFieldName(whole));
        }

        prefix.CopyTo(_characters);
        int length = prefix.Length + Encoding.UTF8.GetChars(utf8, _characters.AsSpan(prefix.Length));
        ReadOnlySpan<char> written = _characters.AsSpan(0, length);
        if (_lookup.TryGetValue(written, out (string Written, string Name) known))
        {
            return known;
        }

        string text = written.ToString();
        (string Written, string Name) made = (text, HeaderName.ToFieldName(text));
        if (_names.Count < MostRemembered)
        {
            _names[text] = made;
        }

        return made;
    }

    /// <summary>The event type that a name means, by the rules of imports.</summary>
    public string EventType(string name)
    {
        if (!_eventTypes.TryGetValue(name, out string? type))
        {
            type = EventTypeName.From(name, fileType: null);
            if (_eventTypes.Count < MostRemembered)
            {
                _eventTypes[name] = type;
            }
        }

        return type;
    }
}
