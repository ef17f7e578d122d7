using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Strata.Platform.Control;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>Webhooks, how far each was told, what waits to be sent again, and the last attempts, in the control store.</summary>
/// <param name="control">The store; used by one thread at a time.</param>
internal sealed class WebhookStore(ControlStore control)
{
    /// <summary>How many attempts of a webhook are kept.</summary>
    public const int MostAttempts = 1000;

    private SqliteConnection Connection => control.Connection;

    public void Add(Webhook webhook) => Connection.Execute(
        """
        INSERT INTO webhook (id, url, secret, segments, entered, "left", created_at, position)
        VALUES (@Id, @url, @Secret, @segments, @Entered, @Left, @CreatedAt, @Position)
        """,
        new { webhook.Id, url = webhook.Url.AbsoluteUri, webhook.Secret, segments = JsonSerializer.Serialize(webhook.Segments), webhook.Entered, webhook.Left, webhook.CreatedAt, webhook.Position });

    public IReadOnlyList<WebhookState> All() => [.. Connection.Query<Row>(
        """
        SELECT id, url, secret, segments, entered, "left", created_at AS CreatedAt, position, generation, disabled_at AS DisabledAt, disabled_reason AS DisabledReason,
            (SELECT count(*) FROM webhook_parked p WHERE p.webhook = w.id AND NOT p.dead) AS Waiting,
            (SELECT count(*) FROM webhook_parked p WHERE p.webhook = w.id AND p.dead) AS Dead
        FROM webhook w ORDER BY created_at, id
        """).Select(row => row.ToState())];

    public void Delete(string id) => Connection.Execute("DELETE FROM webhook WHERE id = @id", new { id });

    public void Disable(string id, long at, string reason) =>
        Connection.Execute("UPDATE webhook SET disabled_at = @at, disabled_reason = @reason WHERE id = @id", new { id, at, reason });

    /// <summary>Makes everything from an offset on be sent again; a webhook that was given up is sent to again.</summary>
    public void Rewind(string id, long from)
    {
        using SqliteTransaction transaction = Connection.BeginTransaction();
        Connection.Execute("DELETE FROM webhook_parked WHERE webhook = @id AND offset >= @from", new { id, from }, transaction);
        Connection.Execute("UPDATE webhook SET position = @from, generation = generation + 1, disabled_at = NULL, disabled_reason = NULL WHERE id = @id", new { id, from }, transaction);
        transaction.Commit();
    }

    public IReadOnlyList<ParkedChange> Parked(string id) => [.. Connection.Query<(long Offset, string Entity, byte[] Payload, long Since)>(
        "SELECT offset, entity, payload, since FROM webhook_parked WHERE webhook = @id AND NOT dead ORDER BY offset", new { id })
        .Select(row => new ParkedChange(row.Offset, row.Entity, row.Payload, row.Since))];

    public void Park(string id, IEnumerable<ParkedChange> changes)
    {
        using SqliteTransaction transaction = Connection.BeginTransaction();
        Connection.Execute(
            """
            INSERT OR IGNORE INTO webhook_parked (webhook, offset, entity, payload, since)
            SELECT @id, @Offset, @Entity, @Payload, @Since WHERE EXISTS (SELECT 1 FROM webhook WHERE id = @id)
            """,
            changes.Select(change => new { id, change.Offset, change.Entity, change.Payload, change.Since }),
            transaction);
        transaction.Commit();
    }

    public void Unpark(string id, long offset) => Connection.Execute("DELETE FROM webhook_parked WHERE webhook = @id AND offset = @offset", new { id, offset });

    public void Bury(string id, long offset) => Connection.Execute("UPDATE webhook_parked SET dead = 1 WHERE webhook = @id AND offset = @offset", new { id, offset });

    /// <summary>Notes how far a webhook was told, and the attempts since the last time.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="generation">The webhook's generation that the position is of: one that was rewound meanwhile keeps its own.</param>
    /// <param name="position">How far.</param>
    /// <param name="attempts">The attempts.</param>
    public void Note(string id, long generation, long position, IReadOnlyCollection<WebhookAttempt> attempts)
    {
        using SqliteTransaction transaction = Connection.BeginTransaction();
        Connection.Execute("UPDATE webhook SET position = @position WHERE id = @id AND generation = @generation", new { id, generation, position }, transaction);
        if (attempts.Count > 0)
        {
            Connection.Execute(
                """
                INSERT INTO webhook_attempt (webhook, offset, at, outcome, status, error, milliseconds)
                SELECT @id, @Offset, @At, @Outcome, @Status, @Error, @Milliseconds WHERE EXISTS (SELECT 1 FROM webhook WHERE id = @id)
                """,
                attempts.Select(one => new { id, one.Offset, one.At, one.Outcome, one.Status, one.Error, one.Milliseconds }),
                transaction);
            Connection.Execute(
                """
                DELETE FROM webhook_attempt WHERE webhook = @id AND number <= (
                    SELECT number FROM webhook_attempt WHERE webhook = @id ORDER BY number DESC LIMIT 1 OFFSET @MostAttempts)
                """,
                new { id, MostAttempts },
                transaction);
        }

        transaction.Commit();
    }

    /// <summary>The last attempts, the newest first.</summary>
    public IReadOnlyList<WebhookAttempt> Attempts(string id, int limit) => [.. Connection.Query<(long Offset, long At, string Outcome, long? Status, string? Error, double Milliseconds)>(
        "SELECT offset, at, outcome, status, error, milliseconds FROM webhook_attempt WHERE webhook = @id ORDER BY number DESC LIMIT @limit", new { id, limit })
        .Select(row => new WebhookAttempt(row.Offset, row.At, row.Outcome, (int?)row.Status, row.Error, row.Milliseconds))];

    private sealed class Row
    {
        public string Id { get; set; } = "";

        public string Url { get; set; } = "";

        public string Secret { get; set; } = "";

        public string Segments { get; set; } = "[]";

        public long Entered { get; set; }

        public long Left { get; set; }

        public long CreatedAt { get; set; }

        public long Position { get; set; }

        public long Generation { get; set; }

        public long? DisabledAt { get; set; }

        public string? DisabledReason { get; set; }

        public long Waiting { get; set; }

        public long Dead { get; set; }

        public WebhookState ToState() => new(
            new Webhook
            {
                Id = Id,
                Url = new Uri(Url),
                Secret = Secret,
                Segments = JsonSerializer.Deserialize<string[]>(Segments)!,
                Entered = Entered != 0,
                Left = Left != 0,
                CreatedAt = CreatedAt,
                Position = Position,
                Generation = Generation,
                DisabledAt = DisabledAt,
                DisabledReason = DisabledReason,
            },
            Waiting,
            Dead);
    }
}
