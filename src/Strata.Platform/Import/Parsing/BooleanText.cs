using System.Text;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import.Parsing;

/// <summary>True and false as people write them: yes, no, y, n, 1, 0, on, off, and the German, French and Spanish words.</summary>
internal static class BooleanText
{
    /// <summary>Parses UTF-8 text; false where it is neither.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        text = Cells.Trim(text);
        value = false;
        if (text.IsEmpty || text.Length > 8)
        {
            return false;
        }

        bool? found = Encoding.UTF8.GetString(text).ToLowerInvariant() switch
        {
            "true" or "yes" or "y" or "t" or "1" or "on" or "x" or "ja" or "wahr" or "oui" or "vrai" or "sí" or "si" => true,
            "false" or "no" or "n" or "f" or "0" or "off" or "nein" or "falsch" or "non" or "faux" => false,
            _ => null,
        };
        value = found.GetValueOrDefault();
        return found.HasValue;
    }

    /// <summary>The function behind <c>strata_boolean(text)</c>.</summary>
    public static bool Call(Utf8Arguments arguments, out bool value) => TryParse(arguments[0], out value);
}
