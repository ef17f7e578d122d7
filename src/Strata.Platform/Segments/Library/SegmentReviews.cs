using Dapper;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Control;

namespace Strata.Platform.Segments.Library;

/// <summary>When people last looked at segments and found them good, beside the changes of their definitions.</summary>
public sealed class SegmentReviews(ControlStore control)
{
    /// <summary>Notes that somebody looked at a segment.</summary>
    /// <param name="segment">Its name.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When, in UTC microseconds.</param>
    public void Note(string segment, string by, long at) => control.Connection.Execute(
        "INSERT INTO segment_review VALUES (@key, @by, @at) ON CONFLICT (key) DO UPDATE SET by = excluded.by, at = excluded.at", new { key = ControlStore.KeyOf(segment), by, at });

    /// <summary>The last reviews, by the folded names of the segments, in UTC microseconds.</summary>
    public IReadOnlyDictionary<string, long> All() =>
        control.Connection.Query<(string Key, long At)>("SELECT key, at FROM segment_review").ToDictionary(row => row.Key, row => row.At, StringComparer.Ordinal);

    /// <summary>Until when somebody should look at a segment again, in UTC microseconds; null where nobody said that they should.</summary>
    /// <param name="entry">The segment.</param>
    /// <param name="reviews">What <see cref="All"/> gave.</param>
    /// <param name="zone">The zone that months and years are counted in.</param>
    public static long? DueAt(LibraryEntry entry, IReadOnlyDictionary<string, long> reviews, NodaTime.DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(reviews);
        if (((SegmentDefinition)entry.Definition).ReviewEvery is not { } every)
        {
            return null;
        }

        long last = Math.Max(entry.Stored.At, reviews.GetValueOrDefault(ControlStore.KeyOf(entry.Definition.Name)));
        return Calendar.Shift(new AsOf(last, zone), every, 1);
    }
}
