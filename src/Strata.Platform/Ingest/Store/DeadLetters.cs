using System.Text;
using Strata.Platform.Tracking;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Ingest.Store;

/// <summary>A dead letter as it is kept.</summary>
/// <param name="Id">Its number, ascending from 1.</param>
/// <param name="Letter">The message.</param>
/// <param name="ReplayedAt">When it was sent again and taken, in UTC microseconds; null where it was not.</param>
public sealed record StoredDeadLetter(long Id, DeadLetter Letter, long? ReplayedAt);

/// <summary>The table <c>strata_dead_letter</c>: messages that could not be taken. Of more than <see cref="Most"/> the oldest go.</summary>
public static class DeadLetters
{
    /// <summary>How many are kept.</summary>
    public const long Most = 100_000;

    /// <summary>How many characters of a message are kept: a longer one is cut and cannot be replayed.</summary>
    public const int LongestMessage = 65_536;

    private static readonly string[] Columns = ["id", "received_at", "write_key", "kind", "ip", "user_agent", "reason", "message"];

    /// <summary>How many there are that were not replayed.</summary>
    public static long Count(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.QueryScalar<long>("SELECT CAST(count(*) AS BIGINT) FROM strata_dead_letter WHERE replayed_at IS NULL");
    }

    /// <summary>The newest first.</summary>
    /// <param name="connection">A connection to the warehouse.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="replayed">True for those too that were replayed.</param>
    public static IReadOnlyList<StoredDeadLetter> List(DuckDbConnection connection, int limit, bool replayed = false)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Query(
            """
            SELECT id, epoch_us(received_at), write_key, kind, ip, user_agent, reason, message, epoch_us(replayed_at)
            FROM strata_dead_letter WHERE replayed_at IS NULL OR $1 ORDER BY id DESC LIMIT $2
            """,
            [replayed, (long)limit],
            row => new StoredDeadLetter(
                row.GetInt64(0),
                new DeadLetter(
                    row.GetInt64(1), row.GetRequiredText(2), row.GetRequiredText(3), row.GetText(4), row.GetText(5), row.GetRequiredText(6), row.GetRequiredText(7)),
                row.GetNullableInt64(8)));
    }

    /// <summary>Marks one as replayed.</summary>
    public static void MarkReplayed(DuckDbConnection connection, long id, long at)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.Execute("UPDATE strata_dead_letter SET replayed_at = make_timestamp($2) WHERE id = $1", id, at);
    }

    /// <summary>A message of a request that could not be taken.</summary>
    internal static DeadLetter Of(InputRequest request, MessageError error) => Of(request, error.Raw, $"{error.Message} {error.Fix}");

    /// <summary>A message that met a fault of ours when it was applied.</summary>
    internal static DeadLetter Of(InputRequest request, TrackedMessage message, Exception fault) =>
        Of(request, message.Raw, $"It was taken and met a fault in Strata, please report that: {fault.GetType().Name}: {fault.Message}");

    private static DeadLetter Of(InputRequest request, ReadOnlyMemory<byte> raw, string reason) => new(
        request.Context.ReceivedAt,
        request.WriteKey,
        request.Endpoint is { } endpoint ? endpoint.ToString().ToLowerInvariant() : "batch",
        request.Context.Ip,
        request.Context.UserAgent,
        reason,
        Text(raw.Span, LongestMessage));

    /// <summary>Adds some, within the caller's transaction.</summary>
    internal static void Write(DuckDbConnection connection, IReadOnlyList<DeadLetter> letters)
    {
        if (letters.Count == 0)
        {
            return;
        }

        long next = connection.QueryScalar<long>("SELECT CAST(coalesce(max(id), 0) + 1 AS BIGINT) FROM strata_dead_letter");
        using (DuckDbAppender appender = connection.CreateAppender("strata_dead_letter", Columns))
        {
            foreach (DeadLetter letter in letters.Skip((int)Math.Max(0, letters.Count - Most)))
            {
                appender.Append(next++);
                appender.Append(letter.ReceivedAt);
                appender.Append(letter.WriteKey);
                appender.Append(letter.Kind);
                appender.Append(letter.Ip);
                appender.Append(letter.UserAgent);
                appender.Append(letter.Reason);
                appender.Append(letter.Message);
                appender.EndRow();
            }

            appender.Complete();
        }

        connection.Execute("DELETE FROM strata_dead_letter WHERE id <= $1", next - 1 - Most);
    }

    /// <summary>A text as it is kept: not more of it than is, whatever was sent.</summary>
    private static string Text(ReadOnlySpan<byte> utf8, int longest)
    {
        const int MostBytesACharacter = 3;
        string text = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, MostBytesACharacter * (longest + 1))]);
        return text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }
}
