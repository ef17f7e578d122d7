using System.Buffers;
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

    /// <summary>As <see cref="LongestMessage"/>, of what a batch says for all of its messages.</summary>
    private const int LongestBeside = 8_192;

    private static readonly string[] Columns = ["id", "received_at", "write_key", "kind", "ip", "user_agent", "reason", "message", "privacy", "beside"];

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
            SELECT id, epoch_us(received_at), write_key, kind, ip, user_agent, reason, message, privacy, beside, epoch_us(replayed_at)
            FROM strata_dead_letter WHERE replayed_at IS NULL OR $1 ORDER BY id DESC LIMIT $2
            """,
            [replayed, (long)limit],
            row => new StoredDeadLetter(
                row.GetInt64(0),
                new DeadLetter(
                    row.GetInt64(1), row.GetRequiredText(2), row.GetRequiredText(3), row.GetText(4), row.GetText(5), row.GetRequiredText(6), row.GetRequiredText(7),
                    (PrivacySignals)(row.GetNullableInt64(8) ?? 0), row.GetText(9)),
                row.GetNullableInt64(10)));
    }

    /// <summary>Marks one as replayed.</summary>
    public static void MarkReplayed(DuckDbConnection connection, long id, long at)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.Execute("UPDATE strata_dead_letter SET replayed_at = make_timestamp($2) WHERE id = $1", id, at);
    }

    /// <summary>What a batch said for all of its messages, as letters keep it: once for all of them.</summary>
    internal static string? Beside(SegmentRequest read)
    {
        if (read.SentAt.IsEmpty && read.Context.IsEmpty)
        {
            return null;
        }

        var text = new ArrayBufferWriter<byte>();
        text.Write("{"u8);
        if (!read.SentAt.IsEmpty)
        {
            text.Write("\"sentAt\":"u8);
            text.Write(read.SentAt.Span);
            text.Write(read.Context.IsEmpty ? ""u8 : ","u8);
        }

        if (!read.Context.IsEmpty)
        {
            text.Write("\"context\":"u8);
            text.Write(read.Context.Span);
        }

        text.Write("}"u8);
        return Text(text.WrittenSpan, LongestBeside);
    }

    /// <summary>A message of a request that could not be taken.</summary>
    /// <param name="request">The request.</param>
    /// <param name="beside">What it said for all of its messages (<see cref="Beside"/>).</param>
    /// <param name="error">The message, and what is wrong with it.</param>
    internal static DeadLetter Of(InputRequest request, string? beside, MessageError error) => Of(request, beside, error.Raw, $"{error.Message} {error.Fix}");

    /// <summary>A message that met a fault of ours when it was applied.</summary>
    /// <param name="request">The request.</param>
    /// <param name="beside">What it said for all of its messages (<see cref="Beside"/>).</param>
    /// <param name="message">The message.</param>
    /// <param name="fault">The fault.</param>
    internal static DeadLetter Of(InputRequest request, string? beside, TrackedMessage message, Exception fault) =>
        Of(request, beside, message.Raw, $"It was taken and met a fault in Strata, please report that: {fault.GetType().Name}: {fault.Message}");

    private static DeadLetter Of(InputRequest request, string? beside, ReadOnlyMemory<byte> raw, string reason) => new(
        request.Context.ReceivedAt,
        request.WriteKey,
        request.Endpoint is { } endpoint ? endpoint.ToString().ToLowerInvariant() : "batch",
        request.Context.Ip,
        request.Context.UserAgent,
        reason,
        Text(raw.Span, LongestMessage),
        request.Context.Privacy,
        beside);

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
                appender.Append((int)letter.Privacy);
                appender.Append(letter.Beside);
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
