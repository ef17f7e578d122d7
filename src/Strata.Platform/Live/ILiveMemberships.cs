using Strata.Index.Bitmaps;
using Strata.Language.Catalog;
using Strata.Platform.Ingest;

namespace Strata.Platform.Live;

/// <summary>
/// Who is in which segment, kept true as events arrive, rows change and time passes. Changed by one thread, the one that applies what
/// was ingested, in order; the look-ups may be asked by any thread.
/// </summary>
public interface ILiveMemberships
{
    /// <summary>The instant as of which memberships are true, in UTC microseconds; never goes back.</summary>
    long Now { get; }

    /// <summary>The instant at which something changes by itself next; <see cref="long.MaxValue"/> for never.</summary>
    long NextDue { get; }

    /// <summary>
    /// Whether events are read in the warehouse at any time: then it must show them, as they were amended, once it was told that they are
    /// stored. Otherwise they are read only where rows changed, where segments are defined and where <see cref="IsTriedAgain"/> says so.
    /// </summary>
    bool ReadsStored { get; }

    /// <summary>
    /// Whether <see cref="Advance"/> tries again what could not be evaluated before. What was given to <see cref="Apply"/> and
    /// <see cref="Amend"/> must be stored by then: it is read from the warehouse.
    /// </summary>
    /// <param name="instant">The instant that time is to pass to.</param>
    bool IsTriedAgain(long instant);

    /// <summary>Lets time pass: what is due up to and including the instant happens, each at its own instant, in order.</summary>
    void Advance(long instant);

    /// <summary>
    /// An event arrived, at <see cref="Now"/>. It counts from its own instant; one that is still to come is kept until then. The caller
    /// gives each event once, and stores it in the warehouse (after or before).
    /// </summary>
    void Apply(IngestedEvent arrived);

    /// <summary>
    /// Properties of an event that was given to <see cref="Apply"/>, or is stored, have grown. It is as if the event had come late wherever
    /// it counts only now. The caller stores that as it stores events, and tells of it in the same order.
    /// </summary>
    void Amend(AmendedEvent amended);

    /// <summary>
    /// The oldest of the events given to <see cref="Apply"/> or <see cref="Amend"/> that were not told so before are in the warehouse now. Others are being
    /// written meanwhile: until it is told of them they may be in the warehouse or not, and are held here, and read from here.
    /// </summary>
    /// <param name="events">How many.</param>
    void Stored(int events);

    /// <summary>
    /// Rows in the warehouse were written. What was given to <see cref="Apply"/> before must be stored by then: it is read from there.
    /// </summary>
    void Changed(EntityChanges changes);

    /// <summary>
    /// What was durable and not stored at start is applied again: from here on changes are told, at first those that were not told before.
    /// </summary>
    void Recovered();

    /// <summary>So many changes are taken at once, at most.</summary>
    const int MostChanges = 65_536;

    /// <summary>
    /// The next changes of memberships, in order; none before <see cref="Recovered"/>. Where there are <see cref="MostChanges"/> there may
    /// be more.
    /// </summary>
    IReadOnlyList<MembershipChange> TakeChanges();

    /// <summary>The segments that are kept.</summary>
    IReadOnlyList<LiveSegment> Segments { get; }

    /// <summary>Whether an entity is in a segment; false where there is no such segment.</summary>
    bool IsMember(string segment, long reference);

    /// <summary>The names of the segments that an account or contact is in.</summary>
    IReadOnlyList<string> SegmentsOf(EntityKind of, long reference);

    /// <summary>The numbers of the members of a segment, as a set of their own; null where there is no such segment.</summary>
    Bitmap? Members(string segment);
}

/// <summary>A segment that is kept live.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version of its definition.</param>
/// <param name="Of">What it is made of.</param>
/// <param name="Count">How many members it has.</param>
public sealed record LiveSegment(string Name, long Version, EntityKind Of, long Count);
