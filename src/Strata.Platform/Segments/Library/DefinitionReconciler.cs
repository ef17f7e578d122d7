using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.Library;

/// <summary>
/// A change of a workspace's definitions, worked out but not yet made: which definitions change, what becomes invalid, who enters and
/// leaves. Refuses what would lose something: a definition that is wrong in itself, and taking away what is used.
/// </summary>
public sealed class DefinitionReconciler
{
    private readonly Workspace _workspace;
    private readonly DefinitionLibrary _library;
    private readonly DataCatalog _catalog;
    private readonly DefinitionChecker _after;

    /// <summary>Works out the change.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="definitions">Definitions to add or to change.</param>
    /// <param name="removeOthers">True to take away every definition that is not among them.</param>
    /// <param name="catalog">The catalog that they are checked against; null for the workspace's own.</param>
    /// <exception cref="UserErrorException">
    /// A definition has an error other than a broken reference; or one that would be taken away is used (code <c>reference</c>).
    /// </exception>
    public DefinitionReconciler(
        Workspace workspace, IReadOnlyList<WrittenDefinition> definitions, bool removeOthers, DataCatalog? catalog = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(definitions);
        _workspace = workspace;
        _library = workspace.Library;
        _catalog = catalog ?? workspace.Catalog;
        Dictionary<(string, string), WrittenDefinition> given = definitions.ToDictionary(written => Key(written.Definition));
        Dictionary<(string, string), Definition> known = _library.Entries.ToDictionary(entry => Key(entry.Definition), entry => entry.Definition);
        var changes = new List<DefinitionChange>();
        foreach (WrittenDefinition written in definitions)
        {
            Definition? before = known.GetValueOrDefault(Key(written.Definition));
            if (before is null || !SaysTheSame(before, written.Definition))
            {
                changes.Add(new DefinitionChange(before is null ? ChangeKind.Added : ChangeKind.Changed, before, written));
            }
        }

        Definition[] others = [.. known.Where(pair => !given.ContainsKey(pair.Key)).Select(pair => pair.Value)];
        if (removeOthers)
        {
            changes.AddRange(others.Select(other => new DefinitionChange(ChangeKind.Removed, other, null)));
        }

        Changes = changes;
        NotGiven = removeOthers ? [] : others;
        var after = new DefinitionSet(definitions.Select(written => written.Definition).Concat(NotGiven));
        _after = new DefinitionChecker(_catalog, after);
        RefuseErrors();
        RefuseRemovalOfUsed();
        Invalid = [.. after.All
            .Select(definition => (definition, problems: _after.Check(definition)))
            .Where(pair => pair.problems.Count > 0)
            .Select(pair => new InvalidDefinition(pair.definition, pair.problems, ValidRevisionOf(pair.definition) is not null))];
    }

    /// <summary>The definitions that change, in the order given, removals last.</summary>
    public IReadOnlyList<DefinitionChange> Changes { get; }

    /// <summary>Stored definitions that were not given and stay as they are.</summary>
    public IReadOnlyList<Definition> NotGiven { get; }

    /// <summary>Definitions that will be invalid after the change.</summary>
    public IReadOnlyList<InvalidDefinition> Invalid { get; }

    /// <summary>Who would enter and leave, for every segment whose meaning changes, by name.</summary>
    /// <param name="asOf">The instant to compare at.</param>
    /// <param name="withIds">True to list the ids, false for counts alone.</param>
    /// <param name="cancellation">Stops the work.</param>
    public IReadOnlyList<SegmentDifference> Differences(AsOf asOf, bool withIds, CancellationToken cancellation)
    {
        var members = new MembershipChanges(_workspace.Engine(), _workspace.Members, asOf, cancellation);
        var differences = new List<SegmentDifference>();
        IEnumerable<SegmentDefinition> segments = _after.Definitions.All.OfType<SegmentDefinition>()
            .Concat(Changes.Where(change => change.Kind == ChangeKind.Removed).Select(change => change.Before).OfType<SegmentDefinition>());
        foreach (SegmentDefinition segment in segments.OrderBy(segment => segment.Name, StringComparer.Ordinal))
        {
            ChangeKind? change = Changes.FirstOrDefault(other => Key(other.Definition) == Key(segment))?.Kind;
            SegmentPlan? before = PlanBefore(segment.Name);
            SegmentPlan? after = change == ChangeKind.Removed ? null : PlanAfter(segment, before);
            bool sameMeaning = before is null ? after is null : after is not null && before with { Name = null } == after with { Name = null };
            if (change is null && sameMeaning)
            {
                continue;
            }

            (MembershipDelta delta, IReadOnlyList<string> entering, IReadOnlyList<string> leaving) = members.Compare(before, after, withIds);
            differences.Add(new SegmentDifference(segment, change, delta, entering, leaving));
        }

        return differences;
    }

    /// <summary>Makes the change: stores a version of every definition that changes, and the states that follow.</summary>
    /// <param name="author">Who.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="asOf">The instant at which the change of members is counted.</param>
    /// <param name="cancellation">Stops the work before anything is stored.</param>
    /// <returns>The segments whose members may have changed.</returns>
    public IReadOnlyList<SegmentDifference> Apply(string author, string? reason, AsOf asOf, CancellationToken cancellation)
    {
        IReadOnlyList<SegmentDifference> differences = Differences(asOf, withIds: false, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Store(author, reason, differences);
        return differences;
    }

    /// <summary>Stores what <see cref="Apply"/> stores, with differences worked out before.</summary>
    internal void Store(string author, string? reason, IReadOnlyList<SegmentDifference> differences)
    {
        if (Changes.Count > 0)
        {
            _workspace.Control.Commit(
                _workspace.Now.Instant,
                author,
                reason,
                Changes.Select(change => ToStored(change, differences)),
                _after.Definitions.All.Select(ToState));
            _workspace.RefreshLibrary();
        }
    }

    private static (string Kind, string Key) Key(Definition definition) => (DefinitionWriter.KindOf(definition), ControlStore.KeyOf(definition.Name));

    private static bool SaysTheSame(Definition left, Definition right) =>
        left with { File = null, Locate = null } == right with { File = null, Locate = null };

    private static StoredVersion ToStored(DefinitionChange change, IReadOnlyList<SegmentDifference> differences)
    {
        Definition definition = change.Definition;
        string canonical = DefinitionWriter.Write(definition);
        MembershipDelta? delta = definition is SegmentDefinition
            ? differences.FirstOrDefault(difference => ReferenceEquals(difference.Segment, definition))?.Delta
            : null;
        return new StoredVersion
        {
            Kind = DefinitionWriter.KindOf(definition),
            Name = definition.Name,
            Version = 0,
            Revision = 0,
            Deleted = change.Kind == ChangeKind.Removed,
            Text = change.After?.Text ?? canonical,
            Canonical = canonical,
            Json = DefinitionJson.Write(definition),
            File = definition.File,
            Size = delta?.Size,
            Entered = delta?.Entered,
            Left = delta?.Left,
        };
    }

    private StoredState ToState(Definition definition)
    {
        InvalidDefinition? invalid = Invalid.FirstOrDefault(other => ReferenceEquals(other.Definition, definition));
        return new StoredState
        {
            Kind = DefinitionWriter.KindOf(definition),
            Key = ControlStore.KeyOf(definition.Name),
            Valid = invalid is null,
            ValidRevision = ValidRevisionOf(definition),
            Problems = invalid is null ? null : string.Join('\n', invalid.Problems),
        };
    }

    /// <summary>The last revision before this change at which the definition could be evaluated.</summary>
    private long? ValidRevisionOf(Definition definition) =>
        _library.Entries.FirstOrDefault(entry => Key(entry.Definition) == Key(definition)) is { } entry
            ? entry.IsValid ? _library.Revision : entry.ValidRevision
            : null;

    private SegmentPlan? PlanBefore(string name) =>
        _library.FindSegment(name) is { } entry && (entry.IsValid || entry.ValidRevision is not null) ? _library.PlanOf(entry) : null;

    /// <summary>A segment that becomes invalid keeps its members.</summary>
    private SegmentPlan? PlanAfter(SegmentDefinition segment, SegmentPlan? before) => _after.CheckSegment(segment).Value ?? before;

    /// <summary>A broken reference makes a definition invalid; any other error in a definition that is given is its author's to mend.</summary>
    private void RefuseErrors()
    {
        UserError[] errors = [.. Changes
            .Where(change => change.After is not null)
            .SelectMany(change => _after.Check(change.Definition).Select(error => error.Where is null && change.Definition.File is { } file
                ? error with { Where = new SourceLocation(file, 1, 1) }
                : error))
            .Where(error => error.Code != "reference")];
        if (errors.Length > 0)
        {
            throw new UserErrorException(errors);
        }
    }

    private void RefuseRemovalOfUsed()
    {
        Definition[] removed = [.. Changes.Where(change => change.Kind == ChangeKind.Removed).Select(change => change.Before!)];
        var errors = new List<UserError>();
        foreach (Definition candidate in removed)
        {
            string[] users = [.. UsersOf(candidate, removed)];
            if (users.Length > 0)
            {
                errors.Add(new UserError(
                    "reference",
                    $"The {DefinitionWriter.KindOf(candidate)} '{candidate.Name}' is used by {string.Join(", ", users)} and cannot be taken away.",
                    Fix: "Take it out of these first, or take them away too."));
            }
        }

        if (errors.Count > 0)
        {
            throw new UserErrorException(errors);
        }
    }

    /// <summary>Definitions that stay and are wrong exactly because the candidate goes.</summary>
    private IEnumerable<string> UsersOf(Definition candidate, Definition[] removed)
    {
        if (_after.Definitions.All.All(definition => _after.Check(definition).Count == 0))
        {
            return [];
        }

        var all = new DefinitionChecker(_catalog, new DefinitionSet(_after.Definitions.All.Concat(removed)));
        var without = new DefinitionChecker(
            _catalog, new DefinitionSet(_after.Definitions.All.Concat(removed.Where(other => !ReferenceEquals(other, candidate)))));
        return _after.Definitions.All
            .Where(definition => all.Check(definition).Count == 0 && without.Check(definition).Count > 0)
            .Select(definition => $"'{definition.Name}'");
    }
}
