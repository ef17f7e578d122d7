using System.Text;

namespace Strata.Platform.Import.Recognition;

/// <summary>What a column's name says once the ways of writing names are taken away.</summary>
internal static class HeaderName
{
    private static readonly string[] Prefixes = ["property_", "properties.", "properties_"];
    private static readonly string[] Suffixes = ["__c", "_c"];

    /// <summary>Lower-case letters and digits only, without vendors' prefixes and suffixes: <c>Billing Country</c>, <c>BillingCountry</c> and <c>billing_country</c> are the same.</summary>
    public static string Squeeze(string column)
    {
        string bare = Bare(column);
        var squeezed = new StringBuilder(bare.Length);
        foreach (char unit in bare)
        {
            if (char.IsLetterOrDigit(unit))
            {
                squeezed.Append(char.ToLowerInvariant(unit));
            }
        }

        return squeezed.ToString();
    }

    /// <summary>A field's name for a column that the catalog does not know: <c>[a-z][a-z0-9_]*</c>.</summary>
    public static string ToFieldName(string column)
    {
        string bare = Bare(column);
        var name = new StringBuilder(bare.Length + 4);
        for (int i = 0; i < bare.Length; i++)
        {
            char unit = bare[i];
            bool begins = char.IsUpper(unit) && i > 0 && (char.IsLower(bare[i - 1]) || (i + 1 < bare.Length && char.IsUpper(bare[i - 1]) && char.IsLower(bare[i + 1])));
            if ((begins || !char.IsAsciiLetterOrDigit(unit)) && name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }

            if (char.IsAsciiLetterOrDigit(unit))
            {
                name.Append(char.ToLowerInvariant(unit));
            }
        }

        string result = name.ToString().Trim('_');
        if (result.Length == 0)
        {
            return "field";
        }

        return char.IsAsciiDigit(result[0]) ? "f_" + result : IsReserved(result) ? result + "_value" : result;
    }

    /// <summary>By how much the values are to be multiplied when the name says so: <c>revenue ($M)</c> gives 1,000,000.</summary>
    public static long ScaleOf(string column)
    {
        int open = column.IndexOf('(', StringComparison.Ordinal);
        string remark = (open < 0 ? column : column[open..]).ToLowerInvariant();
        if (open < 0 && !remark.Contains(" in ", StringComparison.Ordinal))
        {
            return 1;
        }

        if (remark.Contains("million", StringComparison.Ordinal) || (open >= 0 && EndsWithUnit(remark, 'm')))
        {
            return 1_000_000;
        }

        if (remark.Contains("thousand", StringComparison.Ordinal) || (open >= 0 && EndsWithUnit(remark, 'k')))
        {
            return 1_000;
        }

        return remark.Contains("billion", StringComparison.Ordinal) || (open >= 0 && EndsWithUnit(remark, 'b')) ? 1_000_000_000 : 1;
    }

    /// <summary><c>($M)</c>, <c>(USD m)</c>, <c>(€k)</c>: a unit after a currency or a blank, not the end of a word.</summary>
    private static bool EndsWithUnit(string remark, char unit)
    {
        string inside = remark.Trim('(', ')', ' ');
        return inside.EndsWith(unit) && (inside.Length == 1 || !char.IsAsciiLetter(inside[^2]));
    }

    private static string Bare(string column)
    {
        string bare = column.Trim().Trim('"').Trim();
        int remark = bare.IndexOf(" (", StringComparison.Ordinal);
        if (remark > 0 && bare.EndsWith(')'))
        {
            bare = bare[..remark];
        }

        foreach (string prefix in Prefixes)
        {
            if (bare.Length > prefix.Length && bare.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                bare = bare[prefix.Length..];
            }
        }

        foreach (string suffix in Suffixes)
        {
            if (bare.Length > suffix.Length && bare.EndsWith(suffix, StringComparison.Ordinal))
            {
                bare = bare[..^suffix.Length];
            }
        }

        return bare;
    }

    /// <summary>Names that definitions use as words, or that every table has as keys.</summary>
    private static bool IsReserved(string name) => name is "and" or "or" or "not" or "in" or "where" or "then" or "no" or "within" or "by" or "per"
        or "among" or "is" or "has" or "any" or "all" or "none" or "every" or "true" or "false" or "since" or "between" or "before" or "after"
        or "ever" or "account" or "contact" or "contacts" or "segment" or "list" or "known" or "unknown" or "ref" or "id" or "ts" or "account_ref"
        or "contact_ref" or "account_key" or "contact_key" or "row_key";
}
