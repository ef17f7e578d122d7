using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Segments.Proposals;
using Strata.Platform.Workspaces;

namespace Strata.Server.Reading;

/// <summary>A change of a segment or segmentation, or of several definitions together, that waits for approval, or was decided.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind"><c>segment</c> or <c>segmentation</c>; or <c>set</c> for several definitions together.</param>
/// <param name="Segment">The name of the segment or segmentation; of a set, what it gives.</param>
/// <param name="Definition">It as it would be, as YAML; missing where it would be taken away.</param>
/// <param name="Standing">The definition that stands now, as YAML; missing where there is none.</param>
/// <param name="StartedFrom">The version that the change starts from; 0 for a new one. Of a set, the revision of the library.</param>
/// <param name="IsOutdated">True where another version stands now, so that it cannot be approved any more.</param>
/// <param name="Author">Who proposes it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="Delta">What it would have done to the members when it was proposed; missing for a segmentation and a set.</param>
/// <param name="State">What became of it.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Comment">What they say.</param>
internal sealed record ProposalItem(
    long Id,
    string Kind,
    string Segment,
    string? Definition,
    string? Standing,
    long StartedFrom,
    bool IsOutdated,
    string Author,
    string? Reason,
    string At,
    MembershipDelta? Delta,
    ProposalState State,
    string? DecidedBy,
    string? DecidedAt,
    string? Comment)
{
    /// <summary>Describes a proposal.</summary>
    public static ProposalItem Of(Proposal proposal, Workspace workspace)
    {
        (string? standing, bool isOther) = new ProposalDesk(workspace, CancellationToken.None).StandingOf(proposal);
        return new ProposalItem(
            proposal.Id,
            proposal.Target.Kind,
            proposal.Target.Name,
            proposal.Definition,
            standing,
            proposal.StartedFrom,
            proposal.State == ProposalState.Waiting && isOther,
            proposal.Author,
            proposal.Reason,
            Microseconds.ToText(proposal.At),
            proposal.Delta,
            proposal.State,
            proposal.DecidedBy,
            proposal.DecidedAt is { } at ? Microseconds.ToText(at) : null,
            proposal.Comment);
    }
}
