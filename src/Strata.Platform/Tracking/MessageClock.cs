using System.Buffers.Text;
using NodaTime;
using Strata.Language.Time;
using Strata.Platform.Import.Parsing;

namespace Strata.Platform.Tracking;

/// <summary>When a message happened by the server's clock.</summary>
internal static class MessageClock
{
    /// <summary>Reads an ISO 8601 instant, with or without offset (without, UTC), or an epoch.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out long instant) =>
        TryReadUsual(text, out instant) || DateText.TryParse(text, DateOrder.Unknown, DateTimeZone.Utc, out instant);

    /// <summary>
    /// Takes out what the sender's clock is off by, as the Segment spec has it: received − (sent − said). What did not say when it was
    /// sent stays, and what did not say when it happened happened when it was received.
    /// </summary>
    public static long Correct(long? said, long? sentAt, long receivedAt) => (said, sentAt) switch
    {
        (null, _) => receivedAt,
        ({ } instant, null) => instant,
        ({ } instant, { } sent) => instant + (receivedAt - sent),
    };

    /// <summary>True for an instant that an event may have.</summary>
    public static bool IsPlausible(long instant, long receivedAt) =>
        instant >= 0 && instant <= receivedAt + (SegmentLimits.DaysAhead * Microseconds.PerDay);

    /// <summary>The form of JavaScript's <c>toISOString</c>: <c>2026-03-04T15:30:00.123Z</c>.</summary>
    private static bool TryReadUsual(ReadOnlySpan<byte> text, out long instant)
    {
        instant = 0;
        if (text is not [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _, (byte)'T', _, _, (byte)':', _, _, (byte)':', _, _, (byte)'.', _, _, _, (byte)'Z'])
        {
            return false;
        }

        Span<byte> whole = stackalloc byte[20];
        text[..19].CopyTo(whole);
        whole[19] = (byte)'Z';
        bool isInstant = DateText.TryParse(whole, DateOrder.Unknown, DateTimeZone.Utc, out instant)
            && Utf8Parser.TryParse(text[20..23], out uint milliseconds, out int read) && read == 3 && Advance(ref instant, milliseconds);
        return isInstant;
    }

    private static bool Advance(ref long instant, uint milliseconds)
    {
        instant += milliseconds * 1_000L;
        return true;
    }
}
