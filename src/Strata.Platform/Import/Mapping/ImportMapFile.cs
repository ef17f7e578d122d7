using System.Globalization;
using System.Text;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Import.Parsing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Import.Mapping;

/// <summary>An import map as an editable YAML file.</summary>
internal static class ImportMapFile
{
    /// <summary>Writes the map with a comment that explains it.</summary>
    public static string Write(ImportMap map, string fileName)
    {
        var yaml = new StringBuilder();
        yaml.AppendLine(CultureInfo.InvariantCulture, $"# How {fileName} was read. Edit it and give it with --map; columns: \"name in the file\": field, or ignore.");
        yaml.AppendLine("# A column may say more: {field: annual_revenue, type: money, scale: 1000000, decimal: comma, dates: dmy, blanks: clear}");
        yaml.AppendLine(CultureInfo.InvariantCulture, $"as: {map.Kind}");
        if (map.EventType is not null)
        {
            yaml.AppendLine(CultureInfo.InvariantCulture, $"event: {map.EventType}");
        }

        if (map.Subject is not null)
        {
            yaml.AppendLine(CultureInfo.InvariantCulture, $"about: {map.Subject}");
        }

        yaml.AppendLine("columns:");
        foreach (ColumnMap column in map.Columns)
        {
            yaml.AppendLine(CultureInfo.InvariantCulture, $"  {Quote(column.Column)}: {Describe(column)}");
        }

        return yaml.ToString();
    }

    /// <summary>Reads a map for the columns of a file; columns that it does not name are left out.</summary>
    /// <exception cref="UserErrorException">Code <c>format</c> or <c>import</c>, with the place.</exception>
    public static ImportMap Read(string text, string path, IReadOnlyList<string> columns, DataCatalog catalog)
    {
        YamlMappingNode root = Load(text, path);
        string? kind = null, eventType = null, subject = null;
        var maps = new Dictionary<string, ColumnMap>(StringComparer.OrdinalIgnoreCase);
        foreach ((YamlNode key, YamlNode value) in root.Children)
        {
            switch (key.ToString())
            {
                case "as": kind = value.ToString(); break;
                case "event": eventType = value.ToString(); break;
                case "about": subject = value.ToString(); break;
                case "columns" when value is YamlMappingNode mapping:
                    foreach ((YamlNode column, YamlNode target) in mapping.Children)
                    {
                        maps[column.ToString()] = ReadColumn(column, target, path);
                    }

                    break;
                default: throw Error(key, path, $"'{key}' is not known here.", "A map has as, event, about and columns.");
            }
        }

        kind ??= "accounts";
        string[] unknown = [.. maps.Keys.Where(name => !columns.Contains(name, StringComparer.OrdinalIgnoreCase))];
        if (unknown.Length > 0)
        {
            throw Error(root, path, $"The file has no column {string.Join(", ", unknown)}.", $"Its columns are {string.Join(", ", columns)}.");
        }

        RowType? type = kind switch { "accounts" => catalog.Account, "contacts" => catalog.Contact, _ => catalog.FindCollection(kind) };
        return new ImportMap(
            kind, eventType, subject, [.. columns.Select(name => Complete(maps.GetValueOrDefault(name) ?? new ColumnMap(name, null), name, type, kind, catalog))]);
    }

    private static ColumnMap Complete(ColumnMap map, string column, RowType? type, string kind, DataCatalog catalog)
    {
        bool isKey = map.Target is null || (ColumnMap.Keys.Contains(map.Target) && type?.Find(map.Target) is null);
        if (isKey || kind is "opportunity_stages" or "field_history")
        {
            return map with { Column = column, Type = null };
        }

        FieldDefinition? known = kind == "events"
            ? catalog.Events.Values.Select(row => row.Find(map.Target!)).FirstOrDefault(found => found is not null)
            : type?.Find(map.Target!);
        return map with { Column = column, Type = known?.Type ?? map.Type ?? FieldType.Text, IsNew = known is null };
    }

    private static YamlMappingNode Load(string text, string path)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException fault)
        {
            throw new UserErrorException(
                [new UserError("format", fault.Message, new SourceLocation(path, (int)fault.Start.Line, (int)fault.Start.Column))], fault);
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }, ..]
            ? root
            : throw new UserErrorException("format", $"{path} holds no import map.", fix: "Start from a map that an import saved.");
    }

    private static ColumnMap ReadColumn(YamlNode column, YamlNode target, string path)
    {
        var map = new ColumnMap(column.ToString(), null, Why: "by the map");
        if (target is not YamlMappingNode details)
        {
            string name = target.ToString();
            return name is "ignore" or "" ? map : map with { Target = CheckName(name, target, path) };
        }

        foreach ((YamlNode key, YamlNode value) in details.Children)
        {
            string text = value.ToString();
            map = key.ToString() switch
            {
                "field" => map with { Target = CheckName(text, value, path) },
                "type" when Enum.TryParse(text, ignoreCase: true, out FieldType type) => map with { Type = type },
                "scale" when long.TryParse(text, CultureInfo.InvariantCulture, out long scale) && scale > 0 => map with { Scale = scale },
                "decimal" when text is "comma" or "point" => map with { DecimalComma = text == "comma" },
                "dates" when text is "dmy" or "mdy" => map with { Dates = text == "dmy" ? DateOrder.DayFirst : DateOrder.MonthFirst },
                "blanks" when text is "clear" or "keep" => map with { Clears = text == "clear" },
                _ => throw Error(value, path, $"'{key}: {text}' is not understood.", "A column takes field, type, scale, decimal (comma, point), dates (dmy, mdy) and blanks (clear, keep)."),
            };
        }

        return map;
    }

    private static string CheckName(string name, YamlNode node, string path)
    {
        bool isName = name.Length > 0 && char.IsAsciiLetterLower(name[0]) && name.All(unit => char.IsAsciiLetterLower(unit) || char.IsAsciiDigit(unit) || unit == '_');
        return isName ? name : throw Error(node, path, $"'{name}' is not a field's name.", "Names are lower-case letters, figures and underscores and begin with a letter.");
    }

    private static string Describe(ColumnMap column)
    {
        if (column.Target is null)
        {
            return "ignore";
        }

        List<string> details = [];
        if (column.IsNew && column.Type is { } type)
        {
            details.Add($"type: {type.ToString().ToLowerInvariant()}");
        }

        if (column.Scale != 1)
        {
            details.Add($"scale: {column.Scale.ToString(CultureInfo.InvariantCulture)}");
        }

        if (column.DecimalComma)
        {
            details.Add("decimal: comma");
        }

        if (column.Dates != DateOrder.Unknown)
        {
            details.Add(column.Dates == DateOrder.DayFirst ? "dates: dmy" : "dates: mdy");
        }

        if (column.Clears)
        {
            details.Add("blanks: clear");
        }

        return details.Count == 0 ? column.Target : $"{{field: {column.Target}, {string.Join(", ", details)}}}";
    }

    private static string Quote(string name) => $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static UserErrorException Error(YamlNode node, string path, string message, string fix) =>
        new("format", message, new SourceLocation(path, (int)node.Start.Line, (int)node.Start.Column), fix);
}
