using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Yaml;

/// <summary>
/// Where each character of a scalar's value stands in the YAML text, through quotes, escapes, indentation and folded lines. YAML keeps
/// only where the scalar as a whole starts.
/// </summary>
internal sealed class ScalarOffsets
{
    private readonly int[] _offsets;

    private ScalarOffsets(int[] offsets) => _offsets = offsets;

    /// <summary>The offset in the file of the value's character <paramref name="index"/>; past the end, that of its end.</summary>
    public int this[int index] => _offsets[Math.Clamp(index, 0, _offsets.Length - 1)];

    /// <summary>Maps a scalar.</summary>
    public static ScalarOffsets Of(YamlFile file, YamlScalarNode scalar)
    {
        string value = scalar.Value ?? "";
        int start = file.OffsetOf(scalar.Start);
        return new(scalar.Style switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded => Align(file.Text, value, AfterHeader(file.Text, start), Quote.None),
            ScalarStyle.SingleQuoted => Align(file.Text, value, start + 1, Quote.Single),
            ScalarStyle.DoubleQuoted => Align(file.Text, value, start + 1, Quote.Double),
            _ => Align(file.Text, value, start, Quote.None),
        });
    }

    private enum Quote
    {
        None,
        Single,
        Double,
    }

    private static int AfterHeader(string text, int start)
    {
        int end = text.IndexOf('\n', Math.Min(start, text.Length));
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>
    /// Walks value and text together. What YAML adds or drops (indentation, folded line ends) is white space, so characters that are not
    /// decide where the walk is.
    /// </summary>
    private static int[] Align(string text, string value, int start, Quote quote)
    {
        int[] offsets = new int[value.Length + 1];
        int at = start;
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsWhiteSpace(value[i]) && !(at < text.Length && text[at] == '\\' && quote == Quote.Double))
            {
                offsets[i] = at;
                at += at < text.Length && char.IsWhiteSpace(text[at]) ? 1 : 0;
                continue;
            }

            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            offsets[i] = at;
            at += WidthAt(text, at, quote);
        }

        offsets[value.Length] = at;
        return offsets;
    }

    /// <summary>How many characters of the text write one of the value.</summary>
    private static int WidthAt(string text, int at, Quote quote)
    {
        if (at >= text.Length)
        {
            return 0;
        }

        if (quote == Quote.Single && text[at] == '\'')
        {
            return 2;
        }

        if (quote == Quote.Double && text[at] == '\\' && at + 1 < text.Length)
        {
            return text[at + 1] switch { 'x' => 4, 'u' => 6, 'U' => 10, _ => 2 };
        }

        return 1;
    }
}
