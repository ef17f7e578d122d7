using System.Text;

namespace Strata.Platform.Profile.Features;

/// <summary>What texts of the engine stand for, looked up without making strings.</summary>
internal sealed class TextCodes<T>
{
    private const int Longest = 256;
    private readonly Dictionary<string, T> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextCodes() => _lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();

    public T this[string text]
    {
        set => _codes[text] = value;
    }

    public bool TryGet(string text, out T? value) => _codes.TryGetValue(text, out value);

    public bool TryGet(ReadOnlySpan<byte> utf8, out T? value)
    {
        if (utf8.Length > Longest)
        {
            return _codes.TryGetValue(Encoding.UTF8.GetString(utf8), out value);
        }

        Span<char> text = stackalloc char[Longest];
        return _lookup.TryGetValue(text[..Encoding.UTF8.GetChars(utf8, text)], out value);
    }
}
