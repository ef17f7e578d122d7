using Dapper;
using Strata.Platform.Control;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Audit;

/// <summary>A change that somebody made, or was refused.</summary>
/// <param name="At">When, in UTC microseconds.</param>
/// <param name="Actor">Who, by name; null where nobody knows.</param>
/// <param name="PersonId">The person's id; null where it was none.</param>
/// <param name="KeyId">The key's id; null where it was none.</param>
/// <param name="Action">What was done: the name of an operation of the interface, or a command.</param>
/// <param name="Target">What it was done to; null for nothing in particular.</param>
/// <param name="Detail">More of it, for a person; null for nothing.</param>
/// <param name="Status">How it ended, as a status of HTTP: from 400 on it was refused or failed, and nothing was changed.</param>
/// <param name="Address">The address that it came from; null for this machine's command line.</param>
public sealed record AuditEntry(long At, string? Actor, string? PersonId, string? KeyId, string Action, string? Target, string? Detail, int Status, string? Address)
{
    /// <summary>Its number; later ones have greater.</summary>
    public long Id { get; init; }
}

/// <summary>Which entries to show.</summary>
public sealed record AuditFilter
{
    /// <summary>Only whose actor's name, or target, or detail has this text in it; null for all.</summary>
    public string? Text { get; init; }

    /// <summary>Only of this action; null for all.</summary>
    public string? Action { get; init; }

    /// <summary>True for those that were refused or failed, false for those that were done; null for all.</summary>
    public bool? Refused { get; init; }

    /// <summary>From this instant on, in UTC microseconds; null for any.</summary>
    public long? From { get; init; }

    /// <summary>Before this instant, in UTC microseconds; null for any.</summary>
    public long? To { get; init; }

    /// <summary>Only those with a smaller number; null for all.</summary>
    public long? Before { get; init; }
}

/// <summary>Who changed what, or tried to. Entries are added and never changed.</summary>
public sealed class AuditLog
{
    private readonly ControlStore _control;

    /// <summary>The audit log of a workspace.</summary>
    internal AuditLog(ControlStore control) => _control = control;

    /// <summary>Adds an entry to the log of a data directory that need not be open; nothing where there is no data directory.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="entry">The entry.</param>
    /// <exception cref="Language.UserErrorException">The directory is of another version of the program.</exception>
    public static void Add(DataDirectory directory, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (File.Exists(Path.Combine(directory.FullPath, ControlDatabase.FileName)))
        {
            using ControlStore control = ControlStore.Open(directory.FullPath);
            new AuditLog(control).Add(entry);
        }
    }

    /// <summary>Adds an entry.</summary>
    public void Add(AuditEntry entry) => _control.Connection.Execute(
        """
        INSERT INTO audit (at, actor, person, api_key, action, target, detail, status, address)
        VALUES (@At, @Actor, @PersonId, @KeyId, @Action, @Target, @Detail, @Status, @Address)
        """,
        entry);

    /// <summary>Entries, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">The most of them.</param>
    public IReadOnlyList<AuditEntry> Read(AuditFilter filter, int limit)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return
        [
            .. _control.Connection.Query<Row>(
                """
                SELECT id, at, actor, person AS PersonId, api_key AS KeyId, action, target, detail, status, address FROM audit
                WHERE (@Before IS NULL OR id < @Before)
                    AND (@Action IS NULL OR action = @Action)
                    AND (@Refused IS NULL OR (status >= 400) = @Refused)
                    AND (@From IS NULL OR at >= @From)
                    AND (@To IS NULL OR at < @To)
                    AND (@Text IS NULL OR instr(lower(coalesce(actor, '') || char(10) || coalesce(target, '') || char(10) || coalesce(detail, '')), lower(@Text)) > 0)
                ORDER BY id DESC LIMIT @limit
                """,
                new { filter.Before, filter.Action, filter.Refused, filter.From, filter.To, filter.Text, limit }).Select(row => row.ToEntry()),
        ];
    }

    /// <summary>The actions that there are entries of, by name.</summary>
    public IReadOnlyList<string> Actions() => [.. _control.Connection.Query<string>("SELECT DISTINCT action FROM audit ORDER BY action")];

    private sealed class Row
    {
        public long Id { get; set; }

        public long At { get; set; }

        public string? Actor { get; set; }

        public string? PersonId { get; set; }

        public string? KeyId { get; set; }

        public string Action { get; set; } = "";

        public string? Target { get; set; }

        public string? Detail { get; set; }

        public long Status { get; set; }

        public string? Address { get; set; }

        public AuditEntry ToEntry() => new(At, Actor, PersonId, KeyId, Action, Target, Detail, (int)Status, Address) { Id = Id };
    }
}
