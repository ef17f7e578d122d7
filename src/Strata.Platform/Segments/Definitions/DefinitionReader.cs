using System.Text.RegularExpressions;
using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Values;
using Strata.Platform.Yaml;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Segments.Definitions;

/// <summary>
/// Reads definitions out of YAML mappings: those of definition files (language.md section 7) and those inside case files (section 8).
/// Whatever is wrong is noted as a fault of the file, with its place; a definition that has a fault comes out as null.
/// </summary>
internal sealed partial class DefinitionReader(YamlFile file)
{
    /// <summary>The kinds of definition, each the first key of its file.</summary>
    public static readonly string[] Kinds = ["segment", "list", "trait", "segmentation"];

    private static readonly string[] Objectives = ["awareness", "engagement", "acceleration", "opportunity", "retention"];

    /// <summary>Reads a document of a definition file: its first key says what it is and gives its name.</summary>
    public Definition? ReadDocument(YamlNode root)
    {
        if (YamlMap.From(file, root, "A definition") is not { } map)
        {
            return null;
        }

        string? kind = Kinds.FirstOrDefault(map.Has);
        if (kind is null)
        {
            file.Fault(root, "This is not a definition: it has none of the keys segment, list, trait, segmentation and catalog.", "Start it with 'segment: its-name'.");
            return null;
        }

        string? name = map.RequireScalar(kind, $"A {kind}")?.Value;
        return name is null ? null : Read(kind, name, map);
    }

    /// <summary>Reads one definition of a kind, whose name is already known.</summary>
    public Definition? Read(string kind, string name, YamlMap map)
    {
        int before = file.Faults.Count;
        if (string.IsNullOrWhiteSpace(name))
        {
            file.Fault(map.Node, $"The {kind} has an empty name.");
        }

        Definition? definition = kind switch
        {
            "segment" => ReadSegment(name, map),
            "list" => ReadList(name, map),
            "trait" => ReadTrait(name, map),
            "segmentation" => ReadSegmentation(name, map),
            _ => throw new InvalidOperationException($"Unknown kind of definition '{kind}'."),
        };
        map.RefuseOthers($"A {kind}");
        return file.Faults.Count == before ? definition : null;
    }

    private SegmentDefinition? ReadSegment(string name, YamlMap map)
    {
        var texts = new EmbeddedText(file);
        EntityKind of = ReadOf(map);
        string title = map.TakeText("name") ?? name;
        Expr? where = map.RequireScalar("where", "A segment") is { } scalar ? texts.Expression(scalar) : null;
        Expr? exclude = map.TakeScalar("exclude") is { } excluded ? texts.Expression(excluded) : null;
        IReadOnlyList<string> includes = map.TakeTexts("include_list");
        string? objective = ReadObjective(map);
        string? owner = map.TakeText("owner");
        string? description = map.TakeText("description")?.Trim();
        MinimumSizes minimum = ReadMinimum(map);
        Duration? review = ReadDuration(map, "review_every");
        return where is null
            ? null
            : new SegmentDefinition(name, of, where)
            {
                Title = title,
                Exclude = exclude,
                IncludeList = includes.ToEquatableList(),
                Objective = objective,
                Owner = owner,
                Description = description,
                Minimum = minimum,
                ReviewEvery = review,
                File = file.Name,
                Locate = texts.Locate,
            };
    }

    private ListDefinition ReadList(string name, YamlMap map)
    {
        EntityKind of = ReadOf(map);
        var members = new List<string>(map.TakeTexts("members"));
        string? column = map.TakeText("column");
        if (map.TakeScalar("file") is { Value: { } path } node)
        {
            members.AddRange(ListFile.Read(file, node, path, column));
        }
        else if (column is not null)
        {
            file.Fault(map.KeyNode("column"), "'column' names the column of 'file', which is missing.");
        }
        else if (!map.Has("members"))
        {
            file.Fault(map.Node, "A list needs 'members' or 'file'.", "Add 'members: [id, id]', or 'file: ids.csv'.");
        }

        return new ListDefinition(name, of, members.Distinct(StringComparer.Ordinal).ToEquatableList()) { File = file.Name };
    }

    private TraitDefinition? ReadTrait(string name, YamlMap map)
    {
        RefuseUnlessFieldName(name, map);
        var texts = new EmbeddedText(file);
        EntityKind of = ReadOf(map);
        return map.RequireScalar("value", "A trait") is { } scalar && texts.Value(scalar) is { } value
            ? new TraitDefinition(name, of, value) { File = file.Name, Locate = texts.Locate }
            : null;
    }

    private SegmentationDefinition ReadSegmentation(string name, YamlMap map)
    {
        RefuseUnlessFieldName(name, map);
        var texts = new EmbeddedText(file);
        EntityKind of = ReadOf(map);
        string? description = map.TakeText("description")?.Trim();
        Expr? universe = map.TakeScalar("universe") is { } scalar ? texts.Expression(scalar) : null;
        var parts = new List<SegmentationPartDefinition>();
        foreach (YamlMap part in map.TakeMaps("segments"))
        {
            string? value = part.RequireScalar("value", "A part of a segmentation")?.Value;
            Expr? where = part.RequireScalar("where", "A part of a segmentation") is { } text ? texts.Expression(text) : null;
            part.RefuseOthers("A part of a segmentation");
            if (value is not null && where is not null)
            {
                parts.Add(new SegmentationPartDefinition(value, where));
            }
        }

        if (!map.Has("segments"))
        {
            file.Fault(map.Node, "A segmentation needs 'segments'.", "Add 'segments:' with '- {value: …, where: …}' lines, the first that matches wins.");
        }

        return new SegmentationDefinition(name, of, universe, parts.ToEquatableList(), map.TakeText("other") ?? "Other")
        {
            Description = description,
            File = file.Name,
            Locate = texts.Locate,
        };
    }

    private EntityKind ReadOf(YamlMap map)
    {
        if (map.TakeScalar("of") is not { } scalar)
        {
            return EntityKind.Account;
        }

        switch (scalar.Value)
        {
            case "accounts":
                return EntityKind.Account;
            case "contacts":
                return EntityKind.Contact;
            default:
                file.Fault(scalar, $"'of' must be accounts or contacts, not '{scalar.Value}'.");
                return EntityKind.Account;
        }
    }

    private string? ReadObjective(YamlMap map)
    {
        YamlScalarNode? scalar = map.TakeScalar("objective");
        if (scalar is not null && !Objectives.Contains(scalar.Value, StringComparer.Ordinal))
        {
            file.Fault(scalar, $"'{scalar.Value}' is not an objective.", $"Take one of: {string.Join(", ", Objectives)}.");
        }

        return scalar?.Value;
    }

    private static MinimumSizes ReadMinimum(YamlMap map)
    {
        var standard = new MinimumSizes();
        if (map.TakeMap("minimum") is not { } sizes)
        {
            return standard;
        }

        var minimum = new MinimumSizes(
            sizes.TakeInt("display") ?? standard.Display, sizes.TakeInt("email") ?? standard.Email, sizes.TakeInt("sales") ?? standard.Sales);
        sizes.RefuseOthers("'minimum'");
        return minimum;
    }

    private Duration? ReadDuration(YamlMap map, string key)
    {
        if (map.TakeScalar(key) is not { Value: { } text } scalar)
        {
            return null;
        }

        Match match = DurationText().Match(text);
        if (match.Success
            && int.TryParse(match.Groups["count"].Value, out int count) && count > 0
            && Enum.TryParse(match.Groups["unit"].Value, ignoreCase: true, out TimeUnit unit))
        {
            return new Duration(count, unit);
        }

        file.Fault(scalar, $"'{text}' is not a length of time.", "Write it like '90 days' or '1 quarter'.");
        return null;
    }

    private void RefuseUnlessFieldName(string name, YamlMap map)
    {
        if (!FieldName().IsMatch(name))
        {
            file.Fault(map.Node, $"'{name}' is used like a field, so it must be lower-case letters, digits and _, and start with a letter.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FieldName();

    [GeneratedRegex("^(?<count>[0-9]+) +(?<unit>[A-Za-z]+?)s?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DurationText();
}
