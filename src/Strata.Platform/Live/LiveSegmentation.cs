using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Platform.Control;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Live;

/// <summary>The segmentation of accounts that is called <c>tier</c>, kept live so that look-ups can say which tier an account is in.</summary>
public sealed class LiveSegmentation
{
    private const string Name = "tier";
    private readonly SegmentationPlan _plan;
    private readonly long _version;

    private LiveSegmentation(SegmentationPlan plan, long version)
    {
        _plan = plan;
        _version = version;
    }

    /// <summary>What is kept for it: who is in its universe, and who satisfies each of its parts.</summary>
    public IEnumerable<LiveDefinition> Definitions
    {
        get
        {
            if (_plan.Universe is { } universe)
            {
                yield return Kept(UniverseName, universe);
            }

            for (int part = 0; part < _plan.Parts.Count; part++)
            {
                yield return Kept(NameOf(part), _plan.Parts[part].Where);
            }
        }
    }

    private static string UniverseName => $"\u0001{Name}";

    /// <summary>The segmentation of a library; null where there is none that can be evaluated.</summary>
    public static LiveSegmentation? Find(DefinitionLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        LibraryEntry? entry = library.Entries.FirstOrDefault(one =>
            one.Definition is SegmentationDefinition { Of: EntityKind.Account } && one.IsValid && ControlStore.KeyOf(one.Definition.Name) == Name);
        return entry is not null && library.Checker.CheckSegmentation((SegmentationDefinition)entry.Definition).Value is { } plan
            ? new LiveSegmentation(plan, entry.Stored.Version)
            : null;
    }

    /// <summary>The value of an account; null outside of the universe.</summary>
    public string? ValueOf(ILiveMemberships memberships, long account)
    {
        ArgumentNullException.ThrowIfNull(memberships);
        if (_plan.Universe is not null && !memberships.IsMember(UniverseName, account))
        {
            return null;
        }

        for (int part = 0; part < _plan.Parts.Count; part++)
        {
            if (memberships.IsMember(NameOf(part), account))
            {
                return _plan.Parts[part].Value;
            }
        }

        return _plan.Other;
    }

    private static string NameOf(int part) => $"\u0001{Name}\u0001{(char)(part + 1)}";

    private LiveDefinition Kept(string name, BoundExpr where) => new(name, _version, new SegmentPlan(null, EntityKind.Account, where, null, []), IsTold: false);
}
