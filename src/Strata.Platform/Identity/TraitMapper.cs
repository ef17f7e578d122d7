using NodaTime;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Platform.Import;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Recognition;
using Strata.Platform.Tracking;
using Strata.Warehouse.Load;

namespace Strata.Platform.Identity;

/// <summary>Turns the traits of a person or an account into fields, in the way imports do with columns. Used by one thread at a time.</summary>
internal sealed class TraitMapper(DateTimeZone zone)
{
    private ValueTyping _values = new(zone);

    /// <summary>Reads dates without an offset as of another zone from here on.</summary>
    public void Adopt(DateTimeZone other) => _values = new ValueTyping(other);

    /// <summary>The fields that a message's traits say, by name, as <c>RowLoader</c> takes them; values that do not fit are left out.</summary>
    /// <param name="message">The message.</param>
    /// <param name="catalog">What there is.</param>
    /// <param name="of">Whose traits they are.</param>
    /// <param name="additions">The fields that the catalog lacks.</param>
    public Dictionary<string, object?> Map(TrackedMessage message, DataCatalog catalog, EntityKind of, out CatalogAdditions additions)
    {
        RowType type = catalog.Of(of);
        ReadOnlySpan<byte> raw = message.Raw.Span;
        var said = new List<TrackedProperty>();
        var cells = new List<string?>();
        foreach (TrackedProperty trait in message.Properties)
        {
            if (trait.Value.Kind is not (TrackedValueKind.Missing or TrackedValueKind.Nested))
            {
                said.Add(trait);
                cells.Add(ValueTyping.TextOf(trait.Value, raw));
            }
        }

        string[] columns = [.. said.Select(trait => trait.Written)];
        ImportMap map = new MapBuilder(catalog, columns, ColumnProfile.Of([[.. cells]], columns.Length)).Build(of == EntityKind.Account ? "accounts" : "contacts");
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        var fresh = new List<FieldDefinition>();
        for (int i = 0; i < columns.Length; i++)
        {
            if (map.Columns[i] is { Target: { } target, Type: not null } column && FieldOf(column, said[i], type, raw, fresh) is { } field
                && _values.TryRead(said[i].Value, field.Type, raw, out DataValue value) && value.IsKnown)
            {
                fields[target] = target == "domain" ? DomainName.From(value.Written) ?? value.Written : ToObject(value);
            }
        }

        if (of == EntityKind.Contact)
        {
            SplitName(fields);
        }

        additions = NewFields.Of(type, type.With(fresh));
        return fields;
    }

    private static FieldDefinition? FieldOf(ColumnMap column, in TrackedProperty trait, RowType type, ReadOnlySpan<byte> raw, List<FieldDefinition> fresh)
    {
        if (!column.IsNew)
        {
            return type.Find(column.Target!);
        }

        // A value of another type than the known field of its name does not make a second field.
        bool isMisfit = type.Find(trait.Name) is not null;
        if (isMisfit || type.Fields.Count + fresh.Count >= NewProperties.MostOfType || NewProperties.Infer(trait, raw) is not { } inferred)
        {
            return null;
        }

        var field = new FieldDefinition(column.Target!, inferred);
        fresh.Add(field);
        return field;
    }

    private static object ToObject(DataValue value) => value.Kind switch
    {
        ValueKind.Text => value.Written,
        ValueKind.Exact => FixedDecimal.ToDecimal((long)value.Number),
        ValueKind.Boolean => value.Boolean,
        ValueKind.Instant => value.Instant,
        ValueKind.Set => value.WrittenSet,
        _ => throw new InvalidOperationException($"No field holds a {value.Kind}."),
    };

    /// <summary>The spec's <c>name</c> is the whole name.</summary>
    private static void SplitName(Dictionary<string, object?> fields)
    {
        if (fields.TryGetValue("name", out object? whole) && whole is string name && !fields.ContainsKey("first_name") && !fields.ContainsKey("last_name")
            && name.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [string first, string last])
        {
            fields["first_name"] = first;
            fields["last_name"] = last;
        }
    }
}
