using Dapper;
using Microsoft.Data.Sqlite;
using Strata.Language;

namespace Strata.Platform.Control;

/// <summary>The SQLite file <c>control.db</c> of a data directory and its forward migrations.</summary>
internal static class ControlDatabase
{
    /// <summary>The file's name inside the data directory.</summary>
    public const string FileName = "control.db";

    /// <summary>Each brings the schema from its index to the next version; never edited once released.</summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

        -- One row for every change that was applied together: the set of definitions at a revision can always be told again.
        CREATE TABLE revision (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            author TEXT NOT NULL,
            reason TEXT);

        CREATE TABLE definition_version (
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            version INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision (id),
            name TEXT NOT NULL,
            deleted INTEGER NOT NULL,
            text TEXT NOT NULL,
            canonical TEXT NOT NULL,
            json TEXT NOT NULL,
            file TEXT,
            size INTEGER,
            entered INTEGER,
            "left" INTEGER,
            PRIMARY KEY (kind, key, version)) WITHOUT ROWID;
        CREATE INDEX definition_version_revision ON definition_version (revision);

        -- Whether the current version can be evaluated; if not, valid_revision is the last revision at which it could.
        CREATE TABLE definition_state (
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            valid INTEGER NOT NULL,
            valid_revision INTEGER,
            problems TEXT,
            PRIMARY KEY (kind, key)) WITHOUT ROWID;
        """,
        """
        -- A key itself is never stored: only what it is checked by.
        CREATE TABLE api_key (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            scope TEXT NOT NULL,
            hash BLOB NOT NULL,
            rate_limit INTEGER,
            created_at INTEGER NOT NULL,
            revoked_at INTEGER) WITHOUT ROWID;
        """,
        """
        CREATE TABLE webhook (
            id TEXT PRIMARY KEY,
            url TEXT NOT NULL,
            secret TEXT NOT NULL,
            segments TEXT NOT NULL,
            entered INTEGER NOT NULL,
            "left" INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            position INTEGER NOT NULL,
            generation INTEGER NOT NULL DEFAULT 0,
            disabled_at INTEGER,
            disabled_reason TEXT) WITHOUT ROWID;

        -- Changes that could not be sent: they wait to be sent again, or were given up.
        CREATE TABLE webhook_parked (
            webhook TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
            offset INTEGER NOT NULL,
            entity TEXT NOT NULL,
            payload BLOB NOT NULL,
            since INTEGER NOT NULL,
            dead INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (webhook, offset)) WITHOUT ROWID;

        CREATE TABLE webhook_attempt (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            webhook TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
            offset INTEGER NOT NULL,
            at INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            status INTEGER,
            error TEXT,
            milliseconds REAL NOT NULL);
        CREATE INDEX webhook_attempt_webhook ON webhook_attempt (webhook, number);
        """,
        """
        -- Every version of every score's model; the one in use is the champion.
        CREATE TABLE score_model (
            score TEXT NOT NULL,
            version INTEGER NOT NULL,
            trained_at INTEGER NOT NULL,
            trained_through INTEGER NOT NULL,
            champion INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            card TEXT NOT NULL,
            model BLOB NOT NULL,
            PRIMARY KEY (score, version)) WITHOUT ROWID;
        CREATE TABLE score_run (
            score TEXT PRIMARY KEY,
            version INTEGER NOT NULL,
            at INTEGER NOT NULL,
            accounts INTEGER NOT NULL,
            drift REAL,
            edges TEXT NOT NULL,
            shares TEXT NOT NULL) WITHOUT ROWID;
        """,
        """
        -- Changes of segments that wait for approval, and what became of them.
        CREATE TABLE proposal (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            segment TEXT NOT NULL,
            key TEXT NOT NULL,
            definition TEXT,
            started_from INTEGER NOT NULL,
            author TEXT NOT NULL,
            reason TEXT,
            at INTEGER NOT NULL,
            size INTEGER,
            entered INTEGER,
            "left" INTEGER,
            state TEXT NOT NULL,
            decided_by TEXT,
            decided_at INTEGER,
            comment TEXT);
        CREATE TABLE segment_review (key TEXT PRIMARY KEY, by TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
        """,
        """
        CREATE TABLE person (
            id TEXT PRIMARY KEY,
            email TEXT NOT NULL,
            email_key TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            password TEXT,
            openid_issuer TEXT,
            openid_subject TEXT,
            failures INTEGER NOT NULL DEFAULT 0,
            locked_until INTEGER,
            created_at INTEGER NOT NULL,
            last_seen INTEGER,
            disabled_at INTEGER,
            UNIQUE (openid_issuer, openid_subject)) WITHOUT ROWID;

        -- Of what lets somebody in only the hash is stored.
        CREATE TABLE person_link (
            hash BLOB PRIMARY KEY,
            person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            expires_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE setup_token (hash BLOB PRIMARY KEY, expires_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE session (
            hash BLOB PRIMARY KEY,
            person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX session_person ON session (person);

        -- Who changed what, or tried to.
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            actor TEXT,
            person TEXT,
            api_key TEXT,
            action TEXT NOT NULL,
            target TEXT,
            detail TEXT,
            status INTEGER NOT NULL,
            address TEXT);
        """,
        """
        -- What a proposal would change: a segment, or a segmentation.
        ALTER TABLE proposal ADD COLUMN kind TEXT NOT NULL DEFAULT 'segment';
        """,
        """
        -- The ideal customer profile that was found last, as it is answered.
        CREATE TABLE latest_profile (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL);
        """,
    ];

    /// <summary>Opens the database, creating or upgrading it.</summary>
    /// <exception cref="UserErrorException">Code <c>data-directory</c>: it is newer than this version, or not a database.</exception>
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 10 }.ToString());
        try
        {
            bool isNew = !File.Exists(path);
            connection.Open();
            if (isNew && !OperatingSystem.IsWindows())
            {
                // It holds what webhooks are signed with: nobody else's to read. The files beside it follow it.
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            Upgrade(connection, path);
            return connection;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is 14 or 26 or 11)
        {
            connection.Dispose();
            throw new UserErrorException(
                [new UserError("data-directory", $"'{path}' cannot be opened as the control database: {exception.Message}", Fix: "Restore it from a backup, or name another directory with --data.")],
                exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Upgrade(SqliteConnection connection, string path)
    {
        long version = connection.ExecuteScalar<long>("PRAGMA user_version");
        if (version > Migrations.Length)
        {
            throw new UserErrorException(
                "data-directory",
                $"'{path}' was written by a newer version of Strata (schema {version}, this version knows {Migrations.Length}).",
                fix: "Use the newer version.");
        }

        for (long next = version; next < Migrations.Length; next++)
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            connection.Execute(Migrations[next], transaction: transaction);

            // A pragma takes no parameters; the value is a number of this program's own.
            connection.Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA user_version = {next + 1}"), transaction: transaction);
            transaction.Commit();
        }
    }
}
