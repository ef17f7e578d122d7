using System.Buffers;
using System.Text;
using System.Text.Json;
using NodaTime;
using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Platform.Import.Recognition;

namespace Strata.Platform.Tracking;

/// <summary>The properties of a message as those of an event type.</summary>
/// <param name="Values">In the order of the type's fields, with the source after them where the type lists none.</param>
/// <param name="Raw">A JSON object of what has no place there or does not fit; null where everything has.</param>
internal readonly record struct TypedProperties(DataValue[] Values, string? Raw);

/// <summary>Turns the properties of messages into values of event types. Used by one thread at a time.</summary>
internal sealed class EventTyper(DateTimeZone zone)
{
    private const int Unknown = -1;
    private const int Elsewhere = -2;
    private ValueTyping _values = new(zone);
    private readonly Dictionary<RowType, Plan> _plans = new(ReferenceEqualityComparer.Instance);
    private readonly ArrayBufferWriter<byte> _raw = new();

    /// <summary>Types the properties of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="ignored">Names of properties that are said elsewhere in the event.</param>
    /// <param name="fresh">Gets the properties that the catalog lacks and could have, with their types.</param>
    public TypedProperties Type(TrackedMessage message, RowType type, IReadOnlySet<string> ignored, List<FieldDefinition> fresh)
    {
        if (!_plans.TryGetValue(type, out Plan? plan))
        {
            _plans[type] = plan = new Plan(type, ignored);
        }

        var values = new DataValue[plan.Length];
        ReadOnlySpan<byte> raw = message.Raw.Span;
        Utf8JsonWriter? unfit = null;
        for (int i = 0; i < message.Properties.Count; i++)
        {
            TrackedProperty property = message.Properties[i];
            int ordinal = plan.Find(i, property.Name);
            if (ordinal >= 0)
            {
                if (!_values.TryRead(property.Value, plan.TypeOf(ordinal), raw, out values[ordinal]))
                {
                    Keep(ref unfit, type.Fields[ordinal].Name, property, raw);
                }
            }
            else if (ordinal == Unknown && property.Value.Kind != TrackedValueKind.Missing)
            {
                if (type.Fields.Count + fresh.Count < NewProperties.MostOfType && NewProperties.Infer(property, raw) is { } inferred)
                {
                    fresh.Add(new FieldDefinition(property.Name, inferred));
                }
                else
                {
                    Keep(ref unfit, property.Name, property, raw);
                }
            }
        }

        return new TypedProperties(values, Take(unfit));
    }

    /// <summary>Reads dates without an offset as of another zone from here on.</summary>
    public void Adopt(DateTimeZone other) => _values = new ValueTyping(other);

    /// <summary>Forgets the types of a catalog that is no longer in use.</summary>
    public void Reset() => _plans.Clear();

    /// <summary>A value that has no place is kept as it came: text as text, everything else as the JSON it is.</summary>
    private void Keep(ref Utf8JsonWriter? unfit, string name, in TrackedProperty property, ReadOnlySpan<byte> raw)
    {
        if (unfit is null)
        {
            _raw.ResetWrittenCount();
            unfit = new Utf8JsonWriter(_raw);
            unfit.WriteStartObject();
        }

        unfit.WritePropertyName(name);
        unfit.WriteRawValue(raw.Slice(property.Value.Start, property.Value.Length), skipInputValidation: true);
    }

    private string? Take(Utf8JsonWriter? unfit)
    {
        if (unfit is null)
        {
            return null;
        }

        unfit.WriteEndObject();
        unfit.Dispose();
        return Encoding.UTF8.GetString(_raw.WrittenSpan);
    }

    /// <summary>Where the properties of a type go; messages of one type mostly have them in one order.</summary>
    private sealed class Plan(RowType type, IReadOnlySet<string> ignored)
    {
        private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
        private readonly List<(string Name, int Ordinal)> _usual = [];
        private readonly FieldType[] _types = [.. type.Fields.Select(field => field.Type)];

        /// <summary>How many values an event has: the source is one where the type lists none.</summary>
        public int Length { get; } = type.Fields.Count + (type.IndexOf("source") < 0 ? 1 : 0);

        public FieldType TypeOf(int ordinal) => _types[ordinal];

        public int Find(int place, string name)
        {
            if (place < _usual.Count && string.Equals(_usual[place].Name, name, StringComparison.Ordinal))
            {
                return _usual[place].Ordinal;
            }

            if (!_known.TryGetValue(name, out int ordinal))
            {
                ordinal = Resolve(name);
                if (_known.Count < 4 * NewProperties.MostOfType)
                {
                    _known[name] = ordinal;
                }
            }

            if (place < _usual.Count)
            {
                _usual[place] = (name, ordinal);
            }
            else if (place == _usual.Count)
            {
                _usual.Add((name, ordinal));
            }

            return ordinal;
        }

        /// <summary>A field of that name, else one that imports know under that name.</summary>
        private int Resolve(string name)
        {
            if (ignored.Contains(name))
            {
                return Elsewhere;
            }

            int own = type.IndexOf(name);
            if (own >= 0)
            {
                return own;
            }

            string squeezed = HeaderName.Squeeze(name);
            foreach (string kind in (string[])[$"events:{type.Name}", "events"])
            {
                foreach (HeaderEntry entry in HeaderDictionary.Find(kind)?.Entries ?? [])
                {
                    int target = type.IndexOf(entry.Target);
                    if (target >= 0 && entry.Spellings.Contains(squeezed, StringComparer.Ordinal))
                    {
                        return target;
                    }
                }
            }

            return type.Name.StartsWith("form_", StringComparison.Ordinal) && name is "name" or "id_value" ? type.IndexOf("form") : Unknown;
        }
    }
}
