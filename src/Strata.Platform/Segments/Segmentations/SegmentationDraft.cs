using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Validation;

namespace Strata.Platform.Segments.Segmentations;

/// <summary>A part of a segmentation while it is edited.</summary>
/// <param name="Value">The group's name.</param>
/// <param name="Where">Who is in, as text of the language.</param>
public sealed record DraftPart(string Value, string Where);

/// <summary>A group of a segmentation: who matches it, and who is in it because no part before takes them.</summary>
/// <param name="Value">Its name.</param>
/// <param name="Matching">How many match it, whatever comes before; of the rest, how many match nothing. Null while something is wrong.</param>
/// <param name="Size">How many are in it. Null while something is wrong.</param>
/// <param name="Problems">What is wrong with it.</param>
public sealed record DraftGroup(string Value, long? Matching, long? Size, IReadOnlyList<UserError> Problems);

/// <summary>A segmentation while it is edited: ordered parts, the first that matches decides.</summary>
public sealed class SegmentationDraft
{
    private readonly EntityKind _of;
    private readonly ParseResult<Expr>? _universe;
    private readonly IReadOnlyList<DraftPart> _parts;
    private readonly ParseResult<Expr>[] _read;
    private readonly string _other;

    /// <summary>Reads what was written; what is wrong is kept and told by <see cref="Count"/>.</summary>
    /// <param name="of">What it divides.</param>
    /// <param name="universe">Whom it divides, as text; null or empty for everybody.</param>
    /// <param name="parts">The parts in their order.</param>
    /// <param name="other">What the rest is called; null for Other.</param>
    public SegmentationDraft(EntityKind of, string? universe, IReadOnlyList<DraftPart> parts, string? other)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _of = of;
        _universe = string.IsNullOrWhiteSpace(universe) ? null : SegmentParser.ParseExpression(universe);
        _parts = parts;
        _read = [.. parts.Select(part => SegmentParser.ParseExpression(part.Where))];
        _other = string.IsNullOrWhiteSpace(other) ? "Other" : other.Trim();
    }

    /// <summary>The definition.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="description">What it is for; null where not said.</param>
    /// <exception cref="UserErrorException">Something cannot be read.</exception>
    public SegmentationDefinition Definition(string name, string? description)
    {
        UserError[] errors = [.. _universe?.Errors ?? [], .. _read.SelectMany(part => part.Errors)];
        return errors.Length > 0
            ? throw new UserErrorException(errors)
            : new SegmentationDefinition(
                name, _of, _universe?.Tree, _parts.Select((part, at) => new SegmentationPartDefinition(part.Value.Trim(), _read[at].Tree!)).ToEquatableList(), _other)
            {
                Description = string.IsNullOrWhiteSpace(description) ? null : description.Trim(),
            };
    }

    /// <summary>How many each group has, the rest last; what is wrong is no error.</summary>
    /// <param name="library">What it may refer to.</param>
    /// <param name="engine">Says who is in.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The size of the universe, null while something is wrong; what is wrong with the universe or the whole; the groups.</returns>
    public (long? Universe, IReadOnlyList<UserError> Problems, IReadOnlyList<DraftGroup> Groups) Count(
        DefinitionLibrary library, IAudienceEngine engine, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(library);
        IReadOnlyList<UserError>[] problems = [.. _read.Select(read => Problems(library.Checker, read))];
        IReadOnlyList<UserError> whole = _universe is null ? [] : Problems(library.Checker, _universe);
        if (whole.Count == 0 && problems.All(part => part.Count == 0))
        {
            CheckResult<SegmentationPlan> plan = library.Checker.CheckSegmentation(Definition("draft", description: null));
            if (plan.IsValid)
            {
                return Counted(plan.Value!, new PartitionReader(engine, plan.Value!, cancellation).At(asOf));
            }

            whole = plan.Errors;
        }

        return (null, whole, [.. _parts.Select((part, at) => new DraftGroup(part.Value, null, null, problems[at])), new DraftGroup(_other, null, null, [])]);
    }

    private static (long? Universe, IReadOnlyList<UserError> Problems, IReadOnlyList<DraftGroup> Groups) Counted(SegmentationPlan plan, Partition partition)
    {
        DraftGroup[] parts = [.. plan.Parts.Select((part, at) => new DraftGroup(part.Value, partition.Matching[at].Count(), partition.Groups[at].Count(), []))];
        long rest = partition.Groups[^1].Count();
        return (partition.Universe.Count(), [], [.. parts, new DraftGroup(plan.Other, rest, rest, [])]);
    }

    private IReadOnlyList<UserError> Problems(DefinitionChecker checker, ParseResult<Expr> read) => read.Ok ? checker.CheckExpression(read.Tree, _of).Errors : read.Errors;
}
