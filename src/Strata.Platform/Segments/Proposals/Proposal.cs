using Strata.Platform.Control;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Segments.Proposals;

/// <summary>What became of a proposal.</summary>
public enum ProposalState
{
    /// <summary>Nobody decided yet.</summary>
    Waiting,

    /// <summary>It was approved, and made.</summary>
    Approved,

    /// <summary>It was rejected.</summary>
    Rejected,
}

/// <summary>A change of a segment or segmentation that waits for somebody else to approve it.</summary>
public sealed record Proposal
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>What would be changed.</summary>
    public required EditTarget Target { get; init; }

    /// <summary>It as it would be, as YAML in canonical form, of a set every definition; null where it would be taken away.</summary>
    public required string? Definition { get; init; }

    /// <summary>The version that the change starts from; 0 for a new one. Of a set, the revision of the library.</summary>
    public required long StartedFrom { get; init; }

    /// <summary>Who proposes it.</summary>
    public required string Author { get; init; }

    /// <summary>Why; null where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public required long At { get; init; }

    /// <summary>What it would have done to the members when it was proposed; null where that was not known, for a segmentation and for a set.</summary>
    public MembershipDelta? Delta { get; init; }

    /// <summary>What became of it.</summary>
    public ProposalState State { get; init; }

    /// <summary>Who decided; null while it waits.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When, in UTC microseconds; null while it waits.</summary>
    public long? DecidedAt { get; init; }

    /// <summary>What whoever decided says; null for nothing.</summary>
    public string? Comment { get; init; }
}
