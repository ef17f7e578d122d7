using Dapper;
using Microsoft.Data.Sqlite;
using Strata.Language.Values;

namespace Strata.Platform.Control;

/// <summary>
/// The control data of a workspace: settings, and every version of every definition. Used by one thread at a time; several processes
/// may share the file.
/// </summary>
public sealed class ControlStore : IDisposable
{
    private const string VersionColumns =
        """
        v.kind, v.name, v.version, v.revision, v.deleted, v.text, v.canonical, v.json, v.file, v.size, v.entered, v."left",
        r.at, r.author, r.reason
        """;

    private readonly SqliteConnection _connection;

    private ControlStore(SqliteConnection connection) => _connection = connection;

    /// <summary>The database, for what other capabilities keep in it in tables of their own.</summary>
    internal SqliteConnection Connection => _connection;

    /// <summary>Opens the store of a data directory, creating it where it is missing.</summary>
    /// <param name="directory">The data directory, which must exist.</param>
    /// <exception cref="Strata.Language.UserErrorException">Code <c>data-directory</c>: the file is of a newer version, or damaged.</exception>
    public static ControlStore Open(string directory) => new(ControlDatabase.Open(Path.Combine(directory, ControlDatabase.FileName)));

    /// <summary>The key under which a name is stored: names that fold alike are one.</summary>
    public static string KeyOf(string name) => TextFolding.Fold(name);

    /// <summary>The value of a setting, or null.</summary>
    public string? ReadSetting(string name) =>
        _connection.QuerySingleOrDefault<string>("SELECT value FROM setting WHERE name = @name", new { name });

    /// <summary>Sets a setting.</summary>
    public void WriteSetting(string name, string value) =>
        _connection.Execute("INSERT INTO setting VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", new { name, value });

    /// <summary>The newest revision; 0 where there is none.</summary>
    public long LatestRevision() => _connection.ExecuteScalar<long>("SELECT coalesce(max(id), 0) FROM revision");

    /// <summary>The revision that stood at an instant, in UTC microseconds; 0 where there was none yet.</summary>
    public long RevisionAt(long instant) => _connection.ExecuteScalar<long>("SELECT coalesce(max(id), 0) FROM revision WHERE at <= @instant", new { instant });

    /// <summary>The definitions that stood at a revision, by kind and name.</summary>
    public IReadOnlyList<StoredVersion> DefinitionsAt(long revision) => Versions(
        $"""
        SELECT {VersionColumns} FROM definition_version v JOIN revision r ON r.id = v.revision
        WHERE NOT v.deleted AND v.version = (
            SELECT max(version) FROM definition_version last WHERE last.kind = v.kind AND last.key = v.key AND last.revision <= @revision)
        ORDER BY v.kind, v.key
        """,
        new { revision });

    /// <summary>Every version of a definition, the first first.</summary>
    public IReadOnlyList<StoredVersion> History(string kind, string name) => Versions(
        $"""
        SELECT {VersionColumns} FROM definition_version v JOIN revision r ON r.id = v.revision
        WHERE v.kind = @kind AND v.key = @key ORDER BY v.version
        """,
        new { kind, key = KeyOf(name) });

    /// <summary>The states of all definitions that were ever stored.</summary>
    public IReadOnlyList<StoredState> States() => _connection.Query<StateRow>(
        "SELECT kind, key, valid, valid_revision AS ValidRevision, problems FROM definition_state")
        .Select(row => new StoredState { Kind = row.Kind, Key = row.Key, Valid = row.Valid != 0, ValidRevision = row.ValidRevision, Problems = row.Problems })
        .ToList();

    /// <summary>Stores a change of several definitions and the states that follow from it, all or nothing.</summary>
    /// <param name="at">When, in UTC microseconds.</param>
    /// <param name="author">Who.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="versions">The new versions; their number and revision are set here.</param>
    /// <param name="states">The states of every definition after the change; a valid one is valid at the new revision.</param>
    /// <returns>The new revision.</returns>
    public long Commit(long at, string author, string? reason, IEnumerable<StoredVersion> versions, IEnumerable<StoredState> states)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        long revision = _connection.ExecuteScalar<long>(
            "INSERT INTO revision (at, author, reason) VALUES (@at, @author, @reason) RETURNING id", new { at, author, reason }, transaction);
        foreach (StoredVersion version in versions)
        {
            _connection.Execute(
                """
                INSERT INTO definition_version (kind, key, version, revision, name, deleted, text, canonical, json, file, size, entered, "left")
                VALUES (@Kind, @key,
                    (SELECT coalesce(max(version), 0) + 1 FROM definition_version WHERE kind = @Kind AND key = @key),
                    @revision, @Name, @Deleted, @Text, @Canonical, @Json, @File, @Size, @Entered, @Left)
                """,
                new
                {
                    version.Kind,
                    key = KeyOf(version.Name),
                    revision,
                    version.Name,
                    version.Deleted,
                    version.Text,
                    version.Canonical,
                    version.Json,
                    version.File,
                    version.Size,
                    version.Entered,
                    version.Left,
                },
                transaction);
        }

        foreach (StoredState state in states)
        {
            _connection.Execute(
                """
                INSERT INTO definition_state VALUES (@Kind, @Key, @Valid, @validRevision, @Problems)
                ON CONFLICT (kind, key) DO UPDATE SET
                    valid = excluded.valid, valid_revision = excluded.valid_revision, problems = excluded.problems
                """,
                new { state.Kind, state.Key, state.Valid, validRevision = state.Valid ? revision : state.ValidRevision, state.Problems },
                transaction);
        }

        transaction.Commit();
        return revision;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private List<StoredVersion> Versions(string sql, object parameters) =>
        [.. _connection.Query<VersionRow>(sql, parameters).Select(row => row.ToVersion())];

    /// <summary>SQLite has only 64-bit integers, so rows come as these and are turned into the records that others see.</summary>
    private sealed class VersionRow
    {
        public string Kind { get; set; } = "";

        public string Name { get; set; } = "";

        public long Version { get; set; }

        public long Revision { get; set; }

        public long Deleted { get; set; }

        public string Text { get; set; } = "";

        public string Canonical { get; set; } = "";

        public string Json { get; set; } = "";

        public string? File { get; set; }

        public long? Size { get; set; }

        public long? Entered { get; set; }

        public long? Left { get; set; }

        public long At { get; set; }

        public string Author { get; set; } = "";

        public string? Reason { get; set; }

        public StoredVersion ToVersion() => new()
        {
            Kind = Kind,
            Name = Name,
            Version = Version,
            Revision = Revision,
            Deleted = Deleted != 0,
            Text = Text,
            Canonical = Canonical,
            Json = Json,
            File = File,
            Size = Size,
            Entered = Entered,
            Left = Left,
            At = At,
            Author = Author,
            Reason = Reason,
        };
    }

    private sealed class StateRow
    {
        public string Kind { get; set; } = "";

        public string Key { get; set; } = "";

        public long Valid { get; set; }

        public long? ValidRevision { get; set; }

        public string? Problems { get; set; }
    }
}
