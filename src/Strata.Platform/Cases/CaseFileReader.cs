using NodaTime;
using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Time;
using Strata.Platform.Yaml;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Cases;

/// <summary>Reads a case file. Unknown keys, bad rows and broken definitions are faults, each with its place.</summary>
internal sealed class CaseFileReader
{
    /// <summary>The keys of the rows, with the row type they hold (null: events, whose own <c>type</c> says which).</summary>
    private static readonly (string Key, string Step, string? Type)[] RowKeys =
    [
        ("accounts", "account", "account"),
        ("contacts", "contact", "contact"),
        ("technologies", "technology", "technologies"),
        ("opportunities", "opportunity", "opportunities"),
        ("subscriptions", "subscription", "subscriptions"),
        ("spend", "spend", "spend"),
        ("events", "event", null),
    ];

    private readonly YamlFile _file;
    private readonly YamlMap _map;
    private readonly AsOf? _givenAsOf;
    private DateTimeZone _zone = DateTimeZone.Utc;
    private DataCatalog _catalog;
    private long? _asOf;

    private CaseFileReader(YamlFile file, YamlMap map, DataCatalog catalog, AsOf? asOf)
    {
        _file = file;
        _map = map;
        _catalog = catalog;
        _givenAsOf = asOf;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalog">The catalog that the file may add to.</param>
    /// <param name="asOf">What holds where the file says no <c>as_of</c>; null to demand one.</param>
    /// <exception cref="UserErrorException">Every fault found.</exception>
    public static CaseFile Read(string path, DataCatalog catalog, AsOf? asOf = null) => Read(YamlFile.Read(path), path, catalog, asOf);

    /// <summary>Reads a text.</summary>
    public static CaseFile ReadText(string text, string path, DataCatalog catalog, AsOf? asOf = null) =>
        Read(YamlFile.Parse(text, path), path, catalog, asOf);

    private static CaseFile Read(YamlFile file, string path, DataCatalog catalog, AsOf? asOf)
    {
        if (file.Documents.Count != 1)
        {
            throw new UserErrorException("format", $"A case file is one YAML document; '{path}' has {file.Documents.Count}.", new SourceLocation(path, 1, 1));
        }

        CaseFile? read = YamlMap.From(file, file.Documents[0], "A case file") is { } map ? new CaseFileReader(file, map, catalog, asOf).ReadAll() : null;
        file.ThrowFaults();
        return read!;
    }

    private CaseFile ReadAll()
    {
        _zone = ReadZone(_map) ?? _givenAsOf?.Zone ?? DateTimeZone.Utc;
        _asOf = ReadInstant(_map, "as_of") ?? _givenAsOf?.Instant;
        if (_map.Take("catalog") is { } additions)
        {
            _catalog = Guarded(() => CatalogFile.Read(additions, _file.Name).ApplyTo(_catalog), _catalog);
        }

        var rows = new CaseRowReader(_file, _catalog, _zone);
        List<CaseRow> data = [.. RowKeys.SelectMany(key => ReadRows(rows, key.Type, _map.TakeList(key.Key))), .. ReadAddedRows(rows, _map)];
        DefinitionSet definitions = ReadDefinitions();
        List<Case> cases = [.. _map.TakeMaps("cases").Select(map => ReadCase(map, "A case", _asOf)).OfType<Case>()];
        List<CaseStep> steps = [.. _map.TakeMaps("steps").Select(map => ReadStep(map, rows)).OfType<CaseStep>()];
        if (!_map.Has("cases") && !_map.Has("steps"))
        {
            _file.Fault(_map.Node, "A case file needs 'cases' or 'steps'.");
        }

        _map.RefuseOthers("A case file");
        return new CaseFile(_file.Name!, _catalog, _zone, data, definitions, cases, steps);
    }

    private IEnumerable<CaseRow> ReadRows(CaseRowReader rows, string? type, IEnumerable<YamlNode> nodes) =>
        nodes.Select(node => type is null ? rows.ReadEvent(node) : rows.Read(TypeOf(type), node)).OfType<CaseRow>();

    private RowType TypeOf(string name) => name switch
    {
        "account" => _catalog.Account,
        "contact" => _catalog.Contact,
        _ => _catalog.Collections[name],
    };

    /// <summary>Rows of collections that the file itself adds: <c>rows: {contracts: […]}</c>.</summary>
    private List<CaseRow> ReadAddedRows(CaseRowReader rows, YamlMap map)
    {
        var read = new List<CaseRow>();
        if (map.TakeMap("rows") is not { } added)
        {
            return read;
        }

        foreach (string name in added.Keys)
        {
            if (_catalog.Collections.ContainsKey(name))
            {
                read.AddRange(ReadRows(rows, name, added.TakeList(name)));
            }
        }

        added.RefuseOthers("'rows'");
        return read;
    }

    private DefinitionSet ReadDefinitions()
    {
        var reader = new DefinitionReader(_file);
        var definitions = new List<Definition>();
        foreach (string kind in DefinitionReader.Kinds)
        {
            if (_map.TakeMap(kind + "s") is not { } named)
            {
                continue;
            }

            foreach (string name in named.Keys)
            {
                if (named.Take(name) is { } node && YamlMap.From(_file, node, $"A {kind}") is { } map && reader.Read(kind, name, map) is { } definition)
                {
                    definitions.Add(definition);
                }
            }
        }

        return Guarded(() => new DefinitionSet(definitions), DefinitionSet.Empty);
    }

    private CaseStep? ReadStep(YamlMap map, CaseRowReader rows)
    {
        long? at = map.RequireScalar("at", "A step") is not null ? ReadInstant(map, "at") : null;
        List<CaseRow> observed = [.. RowKeys.SelectMany(key => ReadRows(rows, key.Type, map.Take(key.Step) is { } node ? OneOrMore(node) : [])), .. ReadAddedRows(rows, map)];
        var expectations = new List<Case>();
        if (map.Take("expect") is { } expected)
        {
            expectations.AddRange(OneOrMore(expected)
                .Select(node => YamlMap.From(_file, node, "'expect'"))
                .OfType<YamlMap>()
                .Select(expectation => ReadCase(expectation, "An expectation", at))
                .OfType<Case>());
        }

        long? observedAt = ReadInstant(map, "observed_at");
        map.RefuseOthers("A step");
        if (observedAt > at)
        {
            _file.Fault(map.Node, "'observed_at' is after 'at'.", "Rows come when they are observed, or later.");
        }

        return at is { } instant ? new CaseStep(instant, observedAt ?? instant, observed, expectations) : null;
    }

    private Case? ReadCase(YamlMap map, string what, long? asOf)
    {
        DateTimeZone zone = ReadZone(map) ?? _zone;
        long? instant = ReadInstant(map, "as_of", zone) ?? asOf;
        EntityKind of = ReadOf(map);
        string? name = map.TakeText("name");
        YamlScalarNode? where = map.RequireScalar("where", what);
        bool hasMembers = map.Has("members");
        IReadOnlyList<string> members = map.TakeTexts("members");
        string? error = map.TakeText("error");
        string? text = map.TakeText("text");
        map.RefuseOthers(what);
        if (hasMembers == error is not null)
        {
            _file.Fault(map.Node, $"{what} needs either 'members' or 'error'.");
        }

        if (instant is null && where is not null)
        {
            _file.Fault(map.Node, $"{what} has no instant to be evaluated at.", "Add 'as_of: 2026-11-22T00:00:00Z' to the file or to the case.");
        }

        if (where is null || instant is null)
        {
            return null;
        }

        var texts = new EmbeddedText(_file);
        (Expr? tree, IReadOnlyList<UserError> errors) = texts.TryExpression(where);
        return new Case(
            name ?? OneLine(where.Value ?? ""), of, tree, errors, texts.Locate, new AsOf(instant.Value, zone), hasMembers ? members : null, error, text, _file.At(map.Node));
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<YamlNode> OneOrMore(YamlNode node) => node is YamlSequenceNode list ? list.Children : [node];

    private EntityKind ReadOf(YamlMap map)
    {
        if (map.TakeScalar("of") is not { } scalar || scalar.Value == "accounts")
        {
            return EntityKind.Account;
        }

        if (scalar.Value != "contacts")
        {
            _file.Fault(scalar, $"'of' must be accounts or contacts, not '{scalar.Value}'.");
        }

        return EntityKind.Contact;
    }

    private DateTimeZone? ReadZone(YamlMap map)
    {
        if (map.TakeScalar("zone") is not { Value: { } name } scalar)
        {
            return null;
        }

        DateTimeZone? zone = InstantText.Zone(name);
        if (zone is null)
        {
            _file.Fault(scalar, $"There is no time zone '{name}'.", "Write an IANA name such as Europe/Berlin, or UTC.");
        }

        return zone;
    }

    private long? ReadInstant(YamlMap map, string key, DateTimeZone? zone = null)
    {
        if (map.TakeScalar(key) is not { Value: { } text } scalar)
        {
            return null;
        }

        long? instant = InstantText.Parse(text, zone ?? _zone);
        if (instant is null)
        {
            _file.Fault(scalar, $"'{text}' is not an instant.", "Write 2026-11-22T00:00:00Z.");
        }

        return instant;
    }

    /// <summary>Runs something that throws the user's errors, and notes them with the others of the file.</summary>
    private T Guarded<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (UserErrorException exception)
        {
            _file.Faults.AddRange(exception.Errors);
            return otherwise;
        }
    }
}
