using Strata.Language.Catalog;

namespace Strata.Platform.Import.Recognition;

/// <summary>The type of a column that the catalog does not know, from its name and its cells.</summary>
internal static class TypeInference
{
    private const int ShortText = 60;
    private static readonly string[] MoneyWords =
        ["amount", "price", "revenue", "cost", "charge", "spend", "salary", "budget", "arr", "mrr", "profit", "assets", "balance", "value", "income", "fee"];

    private static readonly string[] CodeWords =
        ["zip", "postcode", "postal", "phone", "fax", "code", "cik", "ticker", "symbol", "duns", "isin", "lei", "vat", "ssn", "uuid", "guid", "number"];

    /// <summary>The type; text where nothing else fits every cell.</summary>
    public static FieldType Infer(string column, ColumnProfile profile)
    {
        string[] words = HeaderName.ToFieldName(column).Split('_');
        if (profile.Filled == 0)
        {
            return FieldType.Text;
        }

        if (profile.BooleanWords > 0 && profile.Is(FieldType.Boolean) && profile.Distinct.Count <= 4)
        {
            return FieldType.Boolean;
        }

        if (IsDate(words, profile))
        {
            return FieldType.Date;
        }

        bool isCode = IsNamedDate(words) || profile.Codes > 0 || words.Any(word => CodeWords.Contains(word, StringComparer.Ordinal)) || words[^1] is "id" or "ids";
        if (!isCode && profile.Is(FieldType.Number))
        {
            bool isShare = words.Any(word => word is "percent" or "pct" or "rate" or "ratio" or "share" or "count" or "rank" or "score");
            return profile.Currencies > 0 || (!isShare && words.Any(word => MoneyWords.Contains(word.TrimEnd('s'), StringComparer.Ordinal) || MoneyWords.Contains(word, StringComparer.Ordinal))) ? FieldType.Money : FieldType.Number;
        }

        if (isCode || profile.Longest > ShortText || profile.Emails > 0 || profile.Domains * 2 > profile.Filled)
        {
            return FieldType.Text;
        }

        if (profile.Lists * 5 > profile.Filled)
        {
            return FieldType.Set;
        }

        return profile.Distinct.Count <= Math.Max(30, profile.Filled / 5) ? FieldType.Category : FieldType.Text;
    }

    /// <summary>Dates that are written out, or figures under a name that says that they are dates.</summary>
    private static bool IsDate(string[] words, ColumnProfile profile)
    {
        if (!profile.Is(FieldType.Date))
        {
            return false;
        }

        bool decided = profile.OpenDates == 0 || profile.DayFirst > 0 != profile.MonthFirst > 0;
        return decided && (profile.FigureDates == 0 || IsNamedDate(words));
    }

    private static bool IsNamedDate(string[] words) => words.Any(word => word is "date" or "timestamp" or "birth") || words[^1] is "at";
}
