using System.Globalization;
using NodaTime;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Values;
using Strata.Platform.Time;
using Strata.Platform.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Cases;

/// <summary>Types the rows of a case file by the catalog. What does not fit is a fault at its place.</summary>
internal sealed class CaseRowReader(YamlFile file, DataCatalog catalog, DateTimeZone zone)
{
    /// <summary>A row of an entity or a collection.</summary>
    public CaseRow? Read(RowType type, YamlNode node) =>
        YamlMap.From(file, node, $"A row of {type.Name}") is { } map ? Read(type, map, []) : null;

    /// <summary>A row of an event, whose <c>type</c> says which.</summary>
    public CaseRow? ReadEvent(YamlNode node)
    {
        if (YamlMap.From(file, node, "An event") is not { } map || map.RequireScalar("type", "An event") is not { Value: { } name } scalar)
        {
            return null;
        }

        if (catalog.FindEvent(name) is { } type)
        {
            return Read(type, map, ["type"]);
        }

        file.Fault(scalar, $"There is no event type '{name}'.", Suggestions.DidYouMean(name, catalog.Events.Keys, "Add it under 'catalog: events:'."));
        return null;
    }

    private CaseRow? Read(RowType type, YamlMap map, string[] taken)
    {
        int before = file.Faults.Count;
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (string name in map.Keys.Except(taken, StringComparer.Ordinal))
        {
            if (map.Take(name) is { } value)
            {
                values[name] = Value(type, name, map, value);
            }
        }

        if (type.Kind != RowKind.Collection && !values.ContainsKey("id"))
        {
            file.Fault(map.Node, $"A row of {type.Name} needs an 'id'.");
        }

        if (type.Kind == RowKind.Event && !values.ContainsKey("ts"))
        {
            file.Fault(map.Node, "An event needs a 'ts'.");
        }

        return file.Faults.Count == before ? new CaseRow(type, values, file.At(map.Node)) : null;
    }

    private object? Value(RowType type, string name, YamlMap map, YamlNode value)
    {
        if (IsKey(type, name))
        {
            return Text(name, value);
        }

        if (type.Kind == RowKind.Event && name == "ts")
        {
            return Instant(name, value);
        }

        if (type.Find(name) is not { } field)
        {
            file.Fault(
                map.KeyNode(name),
                $"'{name}' is not a field of {type.Name}.",
                Suggestions.DidYouMean(name, type.Fields.Select(known => known.Name), "Add it under 'catalog:'."));
            return null;
        }

        if (field.Type == FieldType.Set)
        {
            return Set(name, value);
        }

        // A property of an event that does not fit its type is kept as it came; a field of an entity must fit.
        return type.Kind == RowKind.Event && value is YamlScalarNode scalar
            ? Typed(field.Type, scalar) ?? scalar.Value
            : Field(field, value);
    }

    private static bool IsKey(RowType type, string name) => name switch
    {
        "id" => true,
        "account" => type.Kind != RowKind.Account,
        "contact" or "source" => type.Kind == RowKind.Event,
        _ => false,
    };

    private object? Field(FieldDefinition field, YamlNode value)
    {
        if (value is not YamlScalarNode scalar)
        {
            file.Fault(value, $"'{field.Name}' must be a single value.");
            return null;
        }

        object? typed = Typed(field.Type, scalar);
        if (typed is null)
        {
            file.Fault(scalar, $"'{field.Name}' is a {field.Type.ToString().ToLowerInvariant()}, which '{scalar.Value}' is not.", Forms(field.Type));
        }

        return typed;
    }

    private object? Typed(FieldType type, YamlScalarNode scalar) => type switch
    {
        FieldType.Text or FieldType.Category => scalar.Value,
        FieldType.Number or FieldType.Money => Number(scalar),
        FieldType.Boolean => scalar.Value is "true" or "false" && scalar.Style == ScalarStyle.Plain ? scalar.Value == "true" : null,
        FieldType.Date => InstantText.Parse(scalar.Value!, zone),
        _ => throw new InvalidOperationException($"Unknown field type {type}."),
    };

    private static object? Number(YamlScalarNode scalar) =>
        decimal.TryParse(scalar.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number)
        && FixedDecimal.TryFromDecimal(number, out _, out _)
            ? number
            : null;

    private static string Forms(FieldType type) => type switch
    {
        FieldType.Boolean => "Write true or false.",
        FieldType.Date => "Write 2026-11-22 or 2026-11-22T09:30:00Z.",
        _ => "Write digits with at most one point, below 9.2e14.",
    };

    private string? Text(string name, YamlNode value)
    {
        if (value is YamlScalarNode scalar)
        {
            return scalar.Value;
        }

        file.Fault(value, $"'{name}' must be a single value.");
        return null;
    }

    private long? Instant(string name, YamlNode value)
    {
        long? instant = value is YamlScalarNode { Value: { } text } ? InstantText.Parse(text, zone) : null;
        if (instant is null)
        {
            file.Fault(value, $"'{name}' must be an instant.", Forms(FieldType.Date));
        }

        return instant;
    }

    private List<string>? Set(string name, YamlNode value)
    {
        IEnumerable<YamlNode> items = value is YamlSequenceNode list ? list.Children : [value];
        var texts = new List<string>();
        foreach (YamlNode item in items)
        {
            if (item is YamlScalarNode { Value: { } text })
            {
                texts.Add(text);
            }
            else
            {
                file.Fault(item, $"'{name}' must be a list of texts.");
                return null;
            }
        }

        return texts;
    }
}
