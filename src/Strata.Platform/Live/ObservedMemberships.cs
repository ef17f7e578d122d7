using Strata.Index.Bitmaps;
using Strata.Language.Catalog;
using Strata.Platform.Ingest;

namespace Strata.Platform.Live;

/// <summary>Memberships that tell somebody else, too, of changed rows: after they followed themselves.</summary>
/// <param name="memberships">The memberships.</param>
/// <param name="changed">Told of changed rows, by the thread that applies.</param>
public sealed class ObservedMemberships(ILiveMemberships memberships, Action<EntityChanges> changed) : ILiveMemberships
{
    /// <inheritdoc/>
    public long Now => memberships.Now;

    /// <inheritdoc/>
    public long NextDue => memberships.NextDue;

    /// <inheritdoc/>
    public IReadOnlyList<LiveSegment> Segments => memberships.Segments;

    /// <inheritdoc/>
    public bool ReadsStored => memberships.ReadsStored;

    /// <inheritdoc/>
    public bool IsTriedAgain(long instant) => memberships.IsTriedAgain(instant);

    /// <inheritdoc/>
    public void Advance(long instant) => memberships.Advance(instant);

    /// <inheritdoc/>
    public void Apply(IngestedEvent arrived) => memberships.Apply(arrived);

    /// <inheritdoc/>
    public void Amend(AmendedEvent amended) => memberships.Amend(amended);

    /// <inheritdoc/>
    public void Changed(EntityChanges changes)
    {
        memberships.Changed(changes);
        changed(changes);
    }

    /// <inheritdoc/>
    public void Stored(int events) => memberships.Stored(events);

    /// <inheritdoc/>
    public void Recovered() => memberships.Recovered();

    /// <inheritdoc/>
    public IReadOnlyList<MembershipChange> TakeChanges() => memberships.TakeChanges();

    /// <inheritdoc/>
    public bool IsMember(string segment, long reference) => memberships.IsMember(segment, reference);

    /// <inheritdoc/>
    public IReadOnlyList<string> SegmentsOf(EntityKind of, long reference) => memberships.SegmentsOf(of, reference);

    /// <inheritdoc/>
    public Bitmap? Members(string segment) => memberships.Members(segment);
}
