using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Platform.Segments.Definitions;

/// <summary>Writes texts as YAML scalars that read back as the same text.</summary>
internal static partial class YamlScalar
{
    /// <summary>The text as it stands, where nothing in it means something to YAML; else in double quotes.</summary>
    public static string Write(string text) => IsPlain(text) ? text : Quote(text);

    /// <summary>The text as a literal block, each line indented.</summary>
    public static string Block(string text, string indent) =>
        "|\n" + string.Join('\n', text.TrimEnd().Split('\n').Select(line => line.Length == 0 ? line : indent + line));

    private static bool IsPlain(string text) => PlainText().IsMatch(text) && !Special().IsMatch(text);

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(character) || character is '\u2028' or '\u2029' or '\ufeff' || char.IsSurrogate(character) =>
                    $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_.()/&+%-]*(?: [\p{L}\p{N}_.()/&+%-]+)*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PlainText();

    [GeneratedRegex("^(?:true|false|null|yes|no|on|off|y|n)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Special();
}
