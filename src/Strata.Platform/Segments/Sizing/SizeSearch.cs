using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Segments.Sizing;

/// <summary>
/// Tries every change of one clause and counts what it does. A constant is moved away from where it stands in growing steps until the
/// size passes the one aimed at, then between the last two: for a constant that only ever loosens or only ever tightens that finds the
/// gentlest change, for others a near one. Every size that is reported was counted on the whole changed segment.
/// </summary>
internal sealed class SizeSearch(
    IAudienceEngine engine, SegmentSelection selection, long size, SizeTarget target, AsOf asOf, CancellationToken cancellation)
{
    private const int NearestShown = 5;

    private readonly Dictionary<Conditions, long?> _sizes = [];
    private readonly bool _grow = size < target.Min;

    /// <summary>How many changed segments were counted.</summary>
    public int Counted => _sizes.Count;

    public IReadOnlyList<SizeSuggestion> Run()
    {
        var written = new Conditions(selection.Expression, selection.Definition?.Exclude);
        _sizes[written] = size;
        var found = EditFinder.Find(written, Broader).SelectMany(Try).OfType<Trial>().DistinctBy(trial => trial.Edited.Conditions).ToList();
        Trial[] reaching = [.. found.Where(trial => target.Holds(trial.Size)).OrderBy(trial => trial.Distance).ThenBy(trial => Math.Abs(trial.Size - target.Aim))];
        return [.. (reaching.Length > 0
            ? reaching
            : found
                .Where(trial => Helps(trial.Size))
                .OrderBy(trial => target.DistanceOf(trial.Size))
                .ThenBy(trial => trial.Distance)
                .Take(NearestShown)).Select(Describe)];
    }

    private IEnumerable<Trial?> Try(EditSite site)
    {
        cancellation.ThrowIfCancellationRequested();
        return site switch
        {
            SingleSite single => [TrialOf(site, single.Result, single.Distance)],
            ConstantSite constant => [Walk(constant, 1), Walk(constant, -1)],
            _ => throw new InvalidOperationException($"Unknown site {site.GetType().Name}."),
        };
    }

    /// <summary>Moves a constant up (1) or down (−1) until the size passes the aim; the best that was met.</summary>
    private Trial? Walk(ConstantSite site, int direction)
    {
        Ladder ladder = site.Ladder;
        Trial? best = null;
        int last = direction > 0 ? ladder.Rungs.Count - 1 : 0;
        for (int step = 1, at = ladder.Written; at != last; step *= 2)
        {
            int from = at;
            at = direction > 0 ? Math.Min(at + step, last) : Math.Max(at - step, last);
            if (Meet(site, ladder.Rungs[at], ref best) is not { } met)
            {
                return best;
            }

            if (Passes(met))
            {
                (Rung low, Rung high) = Narrow(site, from, at, ref best);
                Refine(site, low, high, ref best);
                return best;
            }
        }

        return best;
    }

    /// <summary>Between two places of the ladder, of which only the second passes the aim: the neighbours between which it is passed.</summary>
    private (Rung Before, Rung After) Narrow(ConstantSite site, int before, int after, ref Trial? best)
    {
        while (Math.Abs(after - before) > 1)
        {
            int middle = (before + after) / 2;
            if (Meet(site, site.Ladder.Rungs[middle], ref best) is { } met && Passes(met))
            {
                after = middle;
            }
            else
            {
                before = middle;
            }
        }

        return (site.Ladder.Rungs[before], site.Ladder.Rungs[after]);
    }

    /// <summary>Where round values jump over the target, less round ones between them.</summary>
    private void Refine(ConstantSite site, Rung before, Rung after, ref Trial? best)
    {
        while (best is null || !target.Holds(best.Size))
        {
            (Rung low, Rung high) = before.Order < after.Order ? (before, after) : (after, before);
            if (site.Ladder.Between(low, high) is not { } middle || Meet(site, middle, ref best) is not { } met)
            {
                return;
            }

            if (Passes(met))
            {
                after = middle;
            }
            else
            {
                before = middle;
            }
        }
    }

    /// <summary>True where the size moves to the wanted one, though perhaps too far.</summary>
    private bool Helps(long met) => _grow ? met > size : met < size;

    private bool Passes(long met) => _grow ? met >= target.Aim : met <= target.Aim;

    private long? Meet(ConstantSite site, Rung rung, ref Trial? best)
    {
        Trial? trial = TrialOf(site, site.Change(rung), site.Ladder.Distance(rung));
        if (trial is not null && Helps(trial.Size) && (best is null || Compare(trial, best) < 0))
        {
            best = trial;
        }

        return trial?.Size;
    }

    /// <summary>What comes nearer is better, then what is gentler.</summary>
    private int Compare(Trial left, Trial right)
    {
        int nearer = target.DistanceOf(left.Size).CompareTo(target.DistanceOf(right.Size));
        return nearer != 0 ? nearer : left.Distance.CompareTo(right.Distance);
    }

    private Trial? TrialOf(EditSite site, Edited edited, double distance)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!_sizes.TryGetValue(edited.Conditions, out long? counted))
        {
            _sizes[edited.Conditions] = counted = Plan(edited.Conditions) is { } plan ? engine.Count(plan, asOf, cancellation) : null;
        }

        return counted is { } found ? new Trial(site.Clause, edited, found, distance) : null;
    }

    /// <summary>The segment with other conditions; null where the language refuses them.</summary>
    private SegmentPlan? Plan(Conditions conditions)
    {
        SegmentPlan? where = selection.Checker.CheckExpression(conditions.Where, selection.Plan.Of).Value;
        SegmentPlan? exclude = conditions.Exclude is null ? null : selection.Checker.CheckExpression(conditions.Exclude, selection.Plan.Of).Value;
        return where is null || (conditions.Exclude is not null && exclude is null)
            ? null
            : new SegmentPlan(null, selection.Plan.Of, where.Where, exclude?.Where, selection.Plan.IncludeIds);
    }

    private TextLiteral? Broader(ValueExpr value, TextLiteral item)
    {
        BoundValue? bound = selection.Checker.CheckValue(value, selection.Plan.Of).Value;
        Taxonomy? taxonomy = bound is BoundField field ? selection.Checker.Catalog.TaxonomyOf(field.Field) : null;
        TaxonomyNode? node = taxonomy?.Find(TextFolding.Fold(item.Value));
        return node is not null && taxonomy!.ParentOf(node) is { } parent ? new TextLiteral(parent.Name) : null;
    }

    private SizeSuggestion Describe(Trial trial) => new(
        SegmentPrinter.PrintOnOneLine(trial.Clause),
        ReferenceEquals(trial.Edited.Conditions.Where, selection.Expression),
        trial.Edited.Clause is null ? null : SegmentPrinter.PrintOnOneLine(trial.Edited.Clause),
        trial.Size,
        target.Holds(trial.Size),
        SegmentPrinter.PrintOnOneLine(trial.Edited.Conditions.Where),
        trial.Edited.Conditions.Exclude is null ? null : SegmentPrinter.PrintOnOneLine(trial.Edited.Conditions.Exclude));

    private sealed record Trial(Expr Clause, Edited Edited, long Size, double Distance);
}
