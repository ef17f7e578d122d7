using System.Globalization;
using System.Text.Json;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>Writes .NET values as staged columns.</summary>
internal sealed class StagedValues
{
    /// <summary>Where the values go.</summary>
    public DuckDbAppender? Target { get; set; }

    public void Text(string? value) => Target!.Append(value);

    public void Moment(long microseconds) => Target!.Append(microseconds);

    /// <summary>Writes a field's column.</summary>
    public void Field(FieldDefinition field, object? value)
    {
        switch (field.Type)
        {
            case FieldType.Text or FieldType.Category:
                Target!.Append(AsText(value, field.Name));
                break;
            case FieldType.Number or FieldType.Money:
                Target!.Append(AsUnits(value, field.Name));
                break;
            case FieldType.Boolean:
                Target!.Append(AsBoolean(value, field.Name));
                break;
            case FieldType.Date:
                Target!.Append(AsInstant(value, field.Name));
                break;
            case FieldType.Set:
                Target!.Append(AsSet(value, field.Name));
                break;
            default:
                throw new InvalidOperationException($"Unknown field type {field.Type}.");
        }
    }

    /// <summary>Writes <c>_raw</c>, <c>_type</c> and the properties; a value that does not fit its property's type stays in <c>_raw</c>.</summary>
    public void Event(string type, IReadOnlyList<FieldDefinition> properties, IReadOnlyDictionary<string, object?> row)
    {
        var unfit = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        var fitting = new object?[properties.Count];
        for (int i = 0; i < properties.Count; i++)
        {
            object? value = row.GetValueOrDefault(properties[i].Name);
            if (value is not null && !Fits(properties[i].Type, value))
            {
                unfit[properties[i].Name] = Convert.ToString(value, CultureInfo.InvariantCulture);
                value = null;
            }

            fitting[i] = value;
        }

        Text(unfit.Count == 0 ? null : JsonSerializer.Serialize(unfit));
        Text(type);
        for (int i = 0; i < properties.Count; i++)
        {
            Field(properties[i], fitting[i]);
        }
    }

    /// <summary>The value as history keeps it, and its folded form.</summary>
    public static (string? Value, string? Folded) Encode(FieldDefinition field, object? value)
    {
        if (value is null)
        {
            return (null, null);
        }

        switch (field.Type)
        {
            case FieldType.Text or FieldType.Category:
                string? text = AsText(value, field.Name);
                return (text, TextFolding.FoldOrNull(text));
            case FieldType.Number or FieldType.Money:
                return (AsUnits(value, field.Name)?.ToString(CultureInfo.InvariantCulture), null);
            case FieldType.Boolean:
                return (AsBoolean(value, field.Name) == true ? "true" : "false", null);
            case FieldType.Date:
                return (AsInstant(value, field.Name)?.ToString(CultureInfo.InvariantCulture), null);
            default:
                IReadOnlyList<string>? items = AsSet(value, field.Name);
                return (JsonSerializer.Serialize(items), JsonSerializer.Serialize(items?.Select(TextFolding.Fold)));
        }
    }

    /// <summary>Trimmed text; null where nothing is left.</summary>
    public static string? AsText(object? value, string name) => value switch
    {
        null => null,
        string text => string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => throw Unfit(name, "text", value),
    };

    /// <summary>UTC microseconds.</summary>
    public static long? AsInstant(object? value, string name) => value switch
    {
        null => null,
        long microseconds => microseconds,
        NodaTime.Instant instant => Microseconds.FromInstant(instant),
        _ => throw Unfit(name, "a date", value),
    };

    public static UserErrorException Unknown(RowType type, string name) => new(
        "name", $"'{name}' is not a field of {type.Name}.", fix: $"Its fields are {string.Join(", ", type.Fields.Select(field => field.Name))}.");

    public static UserErrorException Missing(RowType type, string name) => new("format", $"A row of {type.Name} has no '{name}'.");

    private static long? AsUnits(object? value, string name)
    {
        if (value is null)
        {
            return null;
        }

        return ToDecimal(value) is { } number && FixedDecimal.TryFromDecimal(number, out long units, out _)
            ? units
            : throw Unfit(name, "a number below 9.2e14", value);
    }

    private static bool? AsBoolean(object? value, string name) => value switch
    {
        null => null,
        bool flag => flag,
        _ => throw Unfit(name, "true or false", value),
    };

    private static IReadOnlyList<string>? AsSet(object? value, string name) => value switch
    {
        null => null,
        string text => string.IsNullOrWhiteSpace(text) ? null : [text.Trim()],
        IEnumerable<string> items => Distinct(items),
        _ => throw Unfit(name, "a list of texts", value),
    };

    private static List<string>? Distinct(IEnumerable<string> items)
    {
        List<string> kept = [.. items.Where(item => !string.IsNullOrWhiteSpace(item)).Select(item => item.Trim()).DistinctBy(TextFolding.Fold, StringComparer.Ordinal)];
        return kept.Count == 0 ? null : kept;
    }

    private static decimal? ToDecimal(object value)
    {
        try
        {
            return value switch
            {
                sbyte or byte or short or ushort or int or uint or long or ulong or decimal or float or double =>
                    Convert.ToDecimal(value, CultureInfo.InvariantCulture),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static bool Fits(FieldType type, object value) => type switch
    {
        FieldType.Text or FieldType.Category => value is string or sbyte or byte or short or ushort or int or uint or long or ulong or decimal,
        FieldType.Number or FieldType.Money => ToDecimal(value) is { } number && FixedDecimal.TryFromDecimal(number, out _, out _),
        FieldType.Boolean => value is bool,
        FieldType.Date => value is long or NodaTime.Instant,
        FieldType.Set => value is string or IEnumerable<string>,
        _ => false,
    };

    private static UserErrorException Unfit(string name, string wanted, object value) =>
        new("type", $"'{name}' takes {wanted}, not {Convert.ToString(value, CultureInfo.InvariantCulture)} ({value.GetType().Name}).");
}
