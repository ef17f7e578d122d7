using System.Globalization;
using Strata.Language.Catalog;
using Strata.Platform.Entities;

namespace Strata.Server.Reading;

/// <summary>What a listing is of: two requests with equal ones ask for the same.</summary>
/// <param name="Of">What is listed.</param>
/// <param name="Text">What was typed to search.</param>
/// <param name="Where">A condition, or a segment's name.</param>
/// <param name="Segment">A segment's name.</param>
/// <param name="Sort">What it is sorted by.</param>
/// <param name="Revision">The revision of the definitions.</param>
/// <param name="Version">The version of the rows that the answer follows from and nothing else; null where it also follows from the instant, or from other rows.</param>
internal sealed record ListingKey(EntityKind Of, string? Text, string? Where, string? Segment, string? Sort, long Revision, long? Version);

/// <summary>
/// Listings of accounts and contacts, kept for a while, so that the pages of one listing are of one answer and come without working it out
/// again. Thread-safe.
/// </summary>
internal sealed class Listings(TimeProvider clock)
{
    private const int MostKept = 8;

    /// <summary>A page that follows another finds its listing for so long; after that it is worked out anew.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    /// <summary>A first page that is asked for again within so long is of the same answer; longer where the rows that it follows from are the same.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<ListingKey, (EntityListing Listing, long Number, long Since)> _kept = [];
    private long _last;

    /// <summary>The listing of a page, and where the page begins.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="cursor">The cursor of the request; null for the first page.</param>
    /// <param name="find">Works the listing out.</param>
    public (EntityListing Listing, long Number, int Offset) Find(ListingKey key, string? cursor, Func<EntityListing> find)
    {
        (long Number, int Offset)? place = Cursor.Read(cursor) is { } text ? PlaceOf(text) : null;
        lock (_lock)
        {
            if (_kept.TryGetValue(key, out (EntityListing Listing, long Number, long Since) kept)
                && (place is { } asked ? kept.Number == asked.Number && clock.GetElapsedTime(kept.Since) < KeptFor : key.Version is not null || clock.GetElapsedTime(kept.Since) < FreshFor))
            {
                return (kept.Listing, kept.Number, place?.Offset ?? 0);
            }
        }

        EntityListing listing = find();
        lock (_lock)
        {
            foreach (ListingKey old in _kept.Where(pair => clock.GetElapsedTime(pair.Value.Since) > KeptFor).Select(pair => pair.Key).ToList())
            {
                _kept.Remove(old);
            }

            if (_kept.Count >= MostKept && !_kept.ContainsKey(key))
            {
                _kept.Remove(_kept.MinBy(pair => pair.Value.Since).Key);
            }

            // A page whose listing is gone goes on in the one that takes its place, and so do those after it.
            long number = place?.Number ?? ++_last;
            _kept[key] = (listing, number, clock.GetTimestamp());
            return (listing, number, place?.Offset ?? 0);
        }
    }

    /// <summary>The cursor of a page.</summary>
    public static string CursorOf(long number, int offset) => Cursor.Write(string.Create(CultureInfo.InvariantCulture, $"{number} {offset}"));

    private static (long Number, int Offset) PlaceOf(string text) =>
        text.Split(' ') is [var number, var offset]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long listing)
        && int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out int place)
            ? (listing, place)
            : throw Cursor.Refused();
}
