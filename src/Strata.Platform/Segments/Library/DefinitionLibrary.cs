using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;

namespace Strata.Platform.Segments.Library;

/// <summary>A definition of the library.</summary>
/// <param name="Definition">The definition as it stands now.</param>
/// <param name="Stored">Its newest version.</param>
/// <param name="Problems">What keeps it from being evaluated; empty where it is valid.</param>
/// <param name="ValidRevision">The last revision at which it could be evaluated; null for never.</param>
public sealed record LibraryEntry(Definition Definition, StoredVersion Stored, IReadOnlyList<UserError> Problems, long? ValidRevision)
{
    /// <summary>True where it can be evaluated as it stands.</summary>
    public bool IsValid => Problems.Count == 0;

    /// <summary>What to tell whoever sees its members while it is invalid; null where it is valid.</summary>
    public string? Warning => IsValid
        ? null
        : $"'{Definition.Name}' is invalid ({string.Join(" ", Problems.Select(problem => problem.Message))}) and keeps the members of its last valid version.";
}

/// <summary>The definitions of a workspace at one revision, checked against its catalog. Used by one thread at a time.</summary>
public sealed class DefinitionLibrary
{
    private readonly ControlStore _control;
    private readonly Dictionary<long, DefinitionChecker> _earlier = [];

    /// <summary>Reads the current definitions.</summary>
    public DefinitionLibrary(ControlStore control, DataCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(control);
        _control = control;
        Catalog = catalog;
        Revision = control.LatestRevision();
        IReadOnlyList<StoredVersion> stored = control.DefinitionsAt(Revision);
        Definition[] definitions = [.. stored.Select(Parse)];
        Set = new DefinitionSet(definitions);
        Checker = new DefinitionChecker(catalog, Set);
        Dictionary<(string, string), StoredState> states = control.States().ToDictionary(state => (state.Kind, state.Key));
        Entries = [.. stored.Zip(definitions, (version, definition) => new LibraryEntry(
            definition, version, Checker.Check(definition), states.GetValueOrDefault((version.Kind, ControlStore.KeyOf(version.Name)))?.ValidRevision))];
    }

    /// <summary>The catalog that the definitions are checked against.</summary>
    public DataCatalog Catalog { get; }

    /// <summary>The revision of the definitions; 0 where there never were any.</summary>
    public long Revision { get; }

    /// <summary>The definitions, valid or not, by kind and name.</summary>
    public IReadOnlyList<LibraryEntry> Entries { get; }

    /// <summary>The definitions as a set to refer to.</summary>
    public DefinitionSet Set { get; }

    /// <summary>Checks expressions that refer to these definitions.</summary>
    public DefinitionChecker Checker { get; }

    /// <summary>The segments.</summary>
    public IEnumerable<LibraryEntry> Segments => Entries.Where(entry => entry.Definition is SegmentDefinition);

    /// <summary>The segment of that name, or null.</summary>
    public LibraryEntry? FindSegment(string name) =>
        Segments.FirstOrDefault(entry => ControlStore.KeyOf(entry.Definition.Name) == ControlStore.KeyOf(name));

    /// <summary>The segmentation of that name, or null.</summary>
    public LibraryEntry? FindSegmentation(string name) => Entries.FirstOrDefault(entry =>
        entry.Definition is SegmentationDefinition && ControlStore.KeyOf(entry.Definition.Name) == ControlStore.KeyOf(name));

    /// <summary>What is evaluated for a segmentation as it stands.</summary>
    /// <exception cref="UserErrorException">It is invalid.</exception>
    public SegmentationPlan SegmentationPlanOf(LibraryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.IsValid ? Checker.CheckSegmentation((SegmentationDefinition)entry.Definition).OrThrow() : throw new UserErrorException(entry.Problems);
    }

    /// <summary>What is evaluated for a segment: the segment as it stands, or, while it is invalid, as it last was valid.</summary>
    /// <exception cref="UserErrorException">It is invalid and never was valid: there are no members to keep.</exception>
    public SegmentPlan PlanOf(LibraryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.IsValid)
        {
            return Checker.CheckSegment((SegmentDefinition)entry.Definition).OrThrow();
        }

        return entry.ValidRevision is { } revision && PlanAt(entry.Definition.Name, revision) is { } plan
            ? plan
            : throw new UserErrorException(entry.Problems);
    }

    /// <summary>
    /// A segment as it stood at an instant, with what it referred to then: today's definition where there was none yet, where it was about
    /// another kind of entity, or where it could not be evaluated.
    /// </summary>
    /// <param name="entry">The segment as it stands now.</param>
    /// <param name="instant">The instant, in UTC microseconds.</param>
    /// <exception cref="UserErrorException">Neither can be evaluated.</exception>
    public (SegmentPlan Plan, long Version) PlanAsOf(LibraryEntry entry, long instant)
    {
        ArgumentNullException.ThrowIfNull(entry);
        StoredVersion? then = VersionAsOf(entry, instant);
        return then is not null && PlanAt(then.Name, _control.RevisionAt(instant)) is { } plan && plan.Of == entry.Definition.Of
            ? (plan, then.Version)
            : (PlanOf(entry), entry.Stored.Version);
    }

    /// <summary>The version of a segment that stood at an instant; null where there was none.</summary>
    /// <param name="entry">The segment as it stands now.</param>
    /// <param name="instant">The instant, in UTC microseconds.</param>
    public StoredVersion? VersionAsOf(LibraryEntry entry, long instant)
    {
        ArgumentNullException.ThrowIfNull(entry);
        StoredVersion? last = entry.Stored.At <= instant
            ? entry.Stored
            : _control.History(entry.Stored.Kind, entry.Stored.Name).LastOrDefault(version => version.At <= instant);
        return last is { Deleted: true } ? null : last;
    }

    /// <summary>A segment as it stood at an earlier revision, with what it referred to then; null where it was not there or not valid.</summary>
    public SegmentPlan? PlanAt(string name, long revision)
    {
        if (!_earlier.TryGetValue(revision, out DefinitionChecker? checker))
        {
            var set = new DefinitionSet(_control.DefinitionsAt(revision).Select(Parse));
            _earlier[revision] = checker = new DefinitionChecker(Catalog, set);
        }

        return checker.Definitions.Find<SegmentDefinition>(name) is { } segment ? checker.CheckSegment(segment).Value : null;
    }

    /// <summary>Reads a stored version; it was whole when it was stored.</summary>
    private static Definition Parse(StoredVersion version) => DefinitionFiles.ReadText(version.Canonical)[0].Definition with { File = version.File };
}
