using System.Globalization;
using System.Text.Json;
using Strata.Index.Entity.Data;
using Strata.Language.Catalog;

namespace Strata.Platform.Entities;

/// <summary>Values as the history tables hold them: text as is, numbers in units, dates in microseconds, sets as JSON.</summary>
internal static class HistoryValues
{
    public static DataValue Read(FieldType type, string? value, string? folded)
    {
        if (value is null)
        {
            return DataValue.Missing;
        }

        return type switch
        {
            FieldType.Text or FieldType.Category => DataValue.OfText(value, folded),
            FieldType.Set => DataValue.OfSet(Items(value), Items(folded ?? value)),
            FieldType.Number or FieldType.Money => DataValue.OfUnits(Whole(value)),
            FieldType.Boolean => DataValue.OfBoolean(bool.Parse(value)),
            FieldType.Date => DataValue.OfInstant(Whole(value)),
            _ => throw new InvalidOperationException($"Unknown field type {type}."),
        };
    }

    public static long Whole(string value) => long.Parse(value, CultureInfo.InvariantCulture);

    private static List<string>? Items(string json) => JsonSerializer.Deserialize<List<string>>(json);
}
