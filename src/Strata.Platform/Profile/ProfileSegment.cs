using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Profile;

/// <summary>Makes an ordinary segment of a profile: what it asks for, with the disqualifiers as its exclusion.</summary>
public static class ProfileSegment
{
    /// <summary>The segment.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="name">What to call it.</param>
    /// <exception cref="UserErrorException">Code <c>profile</c>: nothing tells won deals from lost ones, so there is no definition.</exception>
    public static SegmentDefinition Of(IdealCustomerProfile profile, string name)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Definition is null)
        {
            throw new UserErrorException("profile", "There is no profile to save: nothing that says who a company is tells won deals from lost ones beyond chance.", fix: "Import more fields of accounts, or more deals; or look further back with --months.");
        }

        return new SegmentDefinition(name, EntityKind.Account, SegmentParser.ParseExpression(profile.Definition).Tree!)
        {
            Title = "Ideal customer profile",
            Exclude = profile.Disqualifiers is null ? null : SegmentParser.ParseExpression(profile.Disqualifiers).Tree,
            Description = profile.Sentence,
        };
    }

    /// <summary>Stores the segment as a version like any other.</summary>
    /// <param name="workspace">Where to.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="name">What to call it; a segment of that name gets a new version.</param>
    /// <param name="author">Who stores it.</param>
    /// <param name="asOf">The instant to count its members at.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Who enters and leaves.</returns>
    public static IReadOnlyList<SegmentDifference> Save(
        Workspace workspace, IdealCustomerProfile profile, string name, string author, AsOf asOf, CancellationToken cancellation)
    {
        SegmentDefinition segment = Of(profile, name);
        var written = new WrittenDefinition(segment, DefinitionWriter.Write(segment));
        return new DefinitionReconciler(workspace, [written], removeOthers: false).Apply(author, "Learned from won and lost deals", asOf, cancellation);
    }
}
