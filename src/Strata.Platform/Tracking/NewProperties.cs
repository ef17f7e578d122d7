using Strata.Language.Catalog;
using Strata.Platform.Import.Recognition;

namespace Strata.Platform.Tracking;

/// <summary>The types of properties and traits that the catalog does not know yet, from the first value that is sent.</summary>
internal static class NewProperties
{
    /// <summary>The most properties of an event type that messages make known; further ones stay in the raw record.</summary>
    public const int MostOfType = 200;

    /// <summary>The most event types that there may be for messages to make a further one known.</summary>
    public const int MostTypes = 500;

    /// <summary>
    /// The type that a value suggests, by the rules of imports; but JSON tells text from figures, so that text never makes a number.
    /// Null where the value says nothing, or fits no type.
    /// </summary>
    public static FieldType? Infer(in TrackedProperty property, ReadOnlySpan<byte> raw)
    {
        switch (property.Value.Kind)
        {
            case TrackedValueKind.Missing or TrackedValueKind.Nested:
                return null;
            case TrackedValueKind.List:
                List<string>? items = ValueTyping.ItemsOfList(raw.Slice(property.Value.Start, property.Value.Length));
                return items is { Count: > 0 } ? FieldType.Set : null;
            case TrackedValueKind.Boolean:
                return FieldType.Boolean;
            default:
                ColumnProfile profile = ColumnProfile.Of([[ValueTyping.TextOf(property.Value, raw)]], columns: 1)[0];
                FieldType inferred = TypeInference.Infer(property.Written, profile);
                bool isText = property.Value.Kind == TrackedValueKind.Text;
                return (isText, inferred) switch
                {
                    (true, FieldType.Number or FieldType.Money) => FieldType.Text,
                    (true, FieldType.Boolean or FieldType.Set) => FieldType.Category,
                    _ => inferred,
                };
        }
    }
}
