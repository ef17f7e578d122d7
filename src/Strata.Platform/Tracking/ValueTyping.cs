using System.Buffers;
using System.Text;
using System.Text.Json;
using NodaTime;
using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Platform.Import.Parsing;

namespace Strata.Platform.Tracking;

/// <summary>Values of messages as values of the catalog's types, read as imports read cells.</summary>
/// <param name="zone">The zone of dates that have no offset.</param>
internal sealed class ValueTyping(DateTimeZone zone)
{
    private const byte ItemSeparator = 0x1F;
    private readonly ArrayBufferWriter<byte> _items = new();

    /// <summary>The value of a field.</summary>
    /// <param name="value">The value sent.</param>
    /// <param name="type">The field's type.</param>
    /// <param name="raw">The message as it came.</param>
    /// <param name="typed">The value; missing where the one sent says nothing, and where it does not fit.</param>
    /// <returns>False where the value does not fit the type.</returns>
    public bool TryRead(in TrackedValue value, FieldType type, ReadOnlySpan<byte> raw, out DataValue typed)
    {
        typed = DataValue.Missing;
        if (value.Kind == TrackedValueKind.Missing)
        {
            return true;
        }

        return type switch
        {
            FieldType.Text or FieldType.Category => TryReadText(value, raw, out typed),
            FieldType.Number or FieldType.Money => TryReadNumber(value, out typed),
            FieldType.Boolean => TryReadBoolean(value, raw, out typed),
            FieldType.Date => TryReadDate(value, raw, out typed),
            FieldType.Set => TryReadSet(value, raw, out typed),
            _ => throw new InvalidOperationException($"Unknown field type {type}."),
        };
    }

    /// <summary>The value sent as text: of text without its quotes, of everything else as it came.</summary>
    public static string TextOf(in TrackedValue value, ReadOnlySpan<byte> raw) =>
        value.Written ?? Encoding.UTF8.GetString(raw.Slice(value.Start, value.Length));

    private static bool TryReadText(in TrackedValue value, ReadOnlySpan<byte> raw, out DataValue typed)
    {
        typed = DataValue.Missing;
        if (value.Kind is TrackedValueKind.List or TrackedValueKind.Nested)
        {
            return false;
        }

        if (value.Kind == TrackedValueKind.Text)
        {
            typed = DataValue.OfText(value.Written, value.Folded);
            return true;
        }

        string text = TextOf(value, raw);
        typed = DataValue.OfText(text, TextFolding.Fold(text));
        return true;
    }

    private static bool TryReadNumber(in TrackedValue value, out DataValue typed)
    {
        typed = DataValue.Missing;
        switch (value.Kind)
        {
            case TrackedValueKind.Number when value.Fits:
                typed = DataValue.OfUnits(value.Units);
                return true;
            case TrackedValueKind.Text:
                byte[] text = Encoding.UTF8.GetBytes(value.Written!);
                if (NumberText.TryParse(text, decimalComma: false, out long units))
                {
                    typed = DataValue.OfUnits(units);
                    return true;
                }

                return Cells.IsBlank(text);
            default:
                return false;
        }
    }

    private static bool TryReadBoolean(in TrackedValue value, ReadOnlySpan<byte> raw, out DataValue typed)
    {
        typed = DataValue.Missing;
        switch (value.Kind)
        {
            case TrackedValueKind.Boolean:
                typed = DataValue.OfBoolean(value.Units != 0);
                return true;
            case TrackedValueKind.Text or TrackedValueKind.Number:
                byte[] text = Encoding.UTF8.GetBytes(TextOf(value, raw));
                if (BooleanText.TryParse(text, out bool flag))
                {
                    typed = DataValue.OfBoolean(flag);
                    return true;
                }

                return Cells.IsBlank(text);
            default:
                return false;
        }
    }

    private bool TryReadDate(in TrackedValue value, ReadOnlySpan<byte> raw, out DataValue typed)
    {
        typed = DataValue.Missing;
        if (value.Kind is not (TrackedValueKind.Text or TrackedValueKind.Number))
        {
            return false;
        }

        byte[] text = Encoding.UTF8.GetBytes(TextOf(value, raw));
        if (DateText.TryParse(text, DateOrder.Unknown, zone, out long instant) || MessageClock.TryRead(text, out instant))
        {
            typed = DataValue.OfInstant(instant);
            return true;
        }

        return Cells.IsBlank(text);
    }

    private bool TryReadSet(in TrackedValue value, ReadOnlySpan<byte> raw, out DataValue typed)
    {
        typed = DataValue.Missing;
        List<string>? items = value.Kind switch
        {
            TrackedValueKind.List => ItemsOfList(raw.Slice(value.Start, value.Length)),
            TrackedValueKind.Text => ItemsOfText(value.Written!),
            TrackedValueKind.Number or TrackedValueKind.Boolean => [TextOf(value, raw)],
            _ => null,
        };
        if (items is null)
        {
            return false;
        }

        string[] written = [.. items.Where(item => !string.IsNullOrWhiteSpace(item)).Select(item => item.Trim()).DistinctBy(TextFolding.Fold, StringComparer.Ordinal)];
        typed = DataValue.OfSet(written, [.. written.Select(TextFolding.Fold)]);
        return true;
    }

    /// <summary>The items of a JSON array of texts, numbers and truth values; null where something else is among them.</summary>
    internal static List<string>? ItemsOfList(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var items = new List<string>();
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    items.Add(reader.GetString()!);
                    break;
                case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    items.Add(Encoding.UTF8.GetString(reader.ValueSpan));
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    return null;
            }
        }

        return items;
    }

    private List<string> ItemsOfText(string text)
    {
        _items.ResetWrittenCount();
        Cells.WriteItems(Encoding.UTF8.GetBytes(text), _items);
        return [.. Encoding.UTF8.GetString(_items.WrittenSpan).Split((char)ItemSeparator)];
    }
}
