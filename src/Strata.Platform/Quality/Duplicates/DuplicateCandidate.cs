using Strata.Language.Catalog;

namespace Strata.Platform.Quality.Duplicates;

/// <summary>One of two that may be the same.</summary>
/// <param name="Ref">Its number in the warehouse.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person calls it; null where it has no name.</param>
/// <param name="Detail">Its domain, or the contact's e-mail address; null where it has none.</param>
public sealed record DuplicateSide(long Ref, string Id, string? Name, string? Detail);

/// <summary>Something that speaks for two being the same, or against it.</summary>
/// <param name="Code">What: <c>same-domain</c>, <c>similar-name</c>, <c>other-country</c> …</param>
/// <param name="Text">The same as a sentence for a person.</param>
/// <param name="Weight">By how much it changes the odds, in bits: 1 doubles them, -1 halves them.</param>
/// <param name="Field">What is compared: <c>name</c>, <c>domain</c>, <c>birth</c> …</param>
public sealed record DuplicateEvidence(string Code, string Text, double Weight, string Field);

/// <summary>Two accounts, or two contacts, that may be one.</summary>
/// <param name="Of">What they are.</param>
/// <param name="First">The one with the lower number.</param>
/// <param name="Second">The other.</param>
/// <param name="Score">How likely it is that they are one, from 0 to 1, by the weight of the evidence.</param>
/// <param name="Prior">The odds before anything was compared, in bits; with the weights of the evidence they make the score.</param>
/// <param name="Evidence">What speaks for and against it, the weightiest first.</param>
public sealed record DuplicateCandidate(EntityKind Of, DuplicateSide First, DuplicateSide Second, double Score, double Prior, IReadOnlyList<DuplicateEvidence> Evidence)
{
    /// <summary>True from <see cref="DuplicateFinder.SureScore"/> on: hardly one of a hundred such is wrong.</summary>
    public bool IsSure => Score >= DuplicateFinder.SureScore;
}

/// <summary>Several that are thought to be one.</summary>
/// <param name="Members">Who.</param>
/// <param name="Weakest">How likely the two of them are one that are least alike, from 0 to 1: nothing speaks clearly against any two.</param>
public sealed record DuplicateGroup(IReadOnlyList<DuplicateSide> Members, double Weakest);

/// <summary>The pairs that may be one.</summary>
/// <param name="Of">What they are.</param>
/// <param name="Compared">How many pairs were compared.</param>
/// <param name="Total">How many of them reach the score asked for.</param>
/// <param name="Candidates">The likeliest of those, the likeliest first.</param>
/// <param name="Groups">The pairs of that score put together, the largest first: as many as there are candidates at most.</param>
/// <param name="SkippedGroups">Keys that more have in common than tells anything, by which nobody was compared: a first name, a switchboard's number.</param>
public sealed record DuplicateList(
    EntityKind Of, long Compared, long Total, IReadOnlyList<DuplicateCandidate> Candidates, IReadOnlyList<DuplicateGroup> Groups, long SkippedGroups);
