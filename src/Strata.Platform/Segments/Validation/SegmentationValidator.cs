using MathNet.Numerics.Statistics;
using Strata.Index.Bitmaps;
using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Profile.Features;
using Strata.Platform.Segments.Library;
using Strata.Platform.Targeting;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.Validation;

/// <summary>What a validation looks at.</summary>
/// <param name="Months">Deals closed in so many months before the instant, 1 to <see cref="DealSet.MostMonths"/>.</param>
/// <param name="StabilityMonths">Moves between groups over so many months, 1 to 36.</param>
/// <param name="Suppressions">Segments that say whom not to approach; null for those whose name begins with <c>suppress</c>.</param>
public sealed record ValidationOptions(int Months = 24, int StabilityMonths = 6, IReadOnlyList<string>? Suppressions = null);

/// <summary>Says whether a segmentation means anything.</summary>
public sealed class SegmentationValidator
{
    private const string Reachable = "any(contacts where email is known and not opted_out)";
    private const string ReachableContact = "email is known and not opted_out";
    private const string Owned = "owner is known";
    private const string OwnedContact = "account.owner is known";
    private const string CustomerAYearAgo = "any(subscriptions where started_at before 12 months ago)";
    private const string CustomerNow = "any(subscriptions where status = \"Active\")";

    private readonly Workspace _workspace;
    private readonly IAudienceEngine _engine;
    private readonly SegmentationPlan _plan;
    private readonly PartitionReader _partitions;
    private readonly AsOf _asOf;
    private readonly ValidationOptions _options;
    private readonly CancellationToken _cancellation;

    private SegmentationValidator(
        Workspace workspace, IAudienceEngine engine, SegmentationPlan plan, AsOf asOf, ValidationOptions options, CancellationToken cancellation)
    {
        _workspace = workspace;
        _engine = engine;
        _plan = plan;
        _partitions = new PartitionReader(engine, plan, cancellation);
        _asOf = asOf;
        _options = options;
        _cancellation = cancellation;
    }

    private IReadOnlyList<string> Values => _partitions.Values;

    /// <summary>Validates a segmentation.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="engine">Says who is in.</param>
    /// <param name="segmentation">Its name.</param>
    /// <param name="options">What is looked at.</param>
    /// <param name="asOf">T.</param>
    /// <param name="progress">Told how far it is, 0 to 1; null where nobody wants to know.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">There is no such segmentation, it is invalid, or an option is out of bounds.</exception>
    public static SegmentationReport Validate(
        Workspace workspace,
        IAudienceEngine engine,
        string segmentation,
        ValidationOptions options,
        AsOf asOf,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(asOf);
        if (options.StabilityMonths is < 1 or > 36)
        {
            throw new UserErrorException("argument", "The months over which moves are counted must be between 1 and 36.");
        }

        return new SegmentationValidator(workspace, engine, PlanOf(workspace, segmentation), asOf, options, cancellation).Run(progress);
    }

    private static SegmentationPlan PlanOf(Workspace workspace, string name)
    {
        if (workspace.Library.FindSegmentation(name) is { } found)
        {
            return workspace.Library.SegmentationPlanOf(found);
        }

        string[] there = [.. workspace.Library.Entries.Where(entry => entry.Definition is SegmentationDefinition).Select(entry => entry.Definition.Name)];
        throw new UserErrorException(
            "name",
            $"There is no segmentation '{name}'.",
            fix: there.Length == 0 ? "There are none yet: `strata apply` a file that begins with 'segmentation:'." : $"There are {string.Join(", ", there)}.");
    }

    private SegmentationReport Run(IProgress<double>? progress)
    {
        bool ofAccounts = _plan.Of == EntityKind.Account;
        Partition now = _partitions.At(_asOf);
        var deals = DealSet.Of(_workspace, _options.Months, _asOf, _cancellation);
        GroupOutcomes? outcomes = ofAccounts ? GroupOutcomes.Read(_partitions, deals, _asOf, done => progress?.Report(0.8 * done)) : null;
        (long[] retained, long[] customers) = ofAccounts ? Retention() : (new long[Values.Count], new long[Values.Count]);
        StabilityReport stability = Stability(now);
        progress?.Report(0.95);
        Bitmap reachable = Members(ofAccounts ? Reachable : ReachableContact), owned = Members(ofAccounts ? Owned : OwnedContact);
        long universe = now.Universe.Count();
        GroupReport[] groups = [.. Values.Select((value, group) =>
        {
            Bitmap members = now.Groups[group];
            long size = members.Count();
            return new GroupReport(
                value,
                group == Values.Count - 1,
                size,
                universe == 0 ? null : (double)size / universe,
                RateReport.Of(outcomes?.Won[group] ?? 0, outcomes?.Closed[group] ?? 0),
                MedianOf(outcomes?.Sizes[group]),
                MedianOf(outcomes?.Cycles[group]),
                RateReport.Of(retained[group], customers[group]),
                outcomes?.Revenue[group] ?? 0,
                outcomes?.Pipeline[group] ?? 0,
                RateReport.Of(members.CountOfBoth(reachable), size),
                RateReport.Of(members.CountOfBoth(owned), size));
        })];
        SeparationReport? separation = outcomes is null ? null : Separation.Test(Values, outcomes, retained, customers);
        OverlapReport overlap = OverlapOf(now);
        Criterion[] criteria = [.. ValidationCriteria.Judge(groups, separation, stability, overlap, outcomes)];
        progress?.Report(1);
        return new SegmentationReport(
            _plan.Name, _plan.Of, _options.Months, universe, groups, separation, stability, overlap,
            ofAccounts ? [.. deals.Unusable.Select(unusable => $"{unusable.Count} deals {unusable.Reason}")] : [],
            criteria,
            !criteria.Any(criterion => criterion.State == CriterionState.Fails),
            ValidationCriteria.Verdict(_plan.Name, criteria))
        {
            LearntFields = Validation.LearntFields.Of(_workspace.Library, _plan.Name),
        };
    }

    /// <summary>By the group of a year ago: how many had a subscription then, and how many of them have an active one now.</summary>
    private (long[] Retained, long[] Customers) Retention()
    {
        Partition then = _partitions.At(_asOf.At(Calendar.Shift(_asOf, new Duration(12, TimeUnit.Month), -1)));
        Bitmap customers = Members(CustomerAYearAgo), retained = customers.Clone();
        retained.IntersectWith(Members(CustomerNow));
        return ([.. then.Groups.Select(group => group.CountOfBoth(retained))], [.. then.Groups.Select(group => group.CountOfBoth(customers))]);
    }

    private StabilityReport Stability(Partition now)
    {
        Partition[] months =
        [
            .. Enumerable.Range(0, _options.StabilityMonths)
                .Select(back => _partitions.At(_asOf.At(Calendar.Shift(_asOf, new Duration(_options.StabilityMonths - back, TimeUnit.Month), -1)))),
            now,
        ];
        var shares = new List<double>();
        for (int month = 1; month < months.Length; month++)
        {
            long both = months[month - 1].Universe.CountOfBoth(months[month].Universe);
            long stayed = months[month - 1].Groups.Zip(months[month].Groups, (before, after) => before.CountOfBoth(after)).Sum();
            if (both > 0)
            {
                shares.Add(1 - ((double)stayed / both));
            }
        }

        var moves = new List<GroupMove>();
        for (int from = 0; from < Values.Count; from++)
        {
            for (int to = 0; to < Values.Count; to++)
            {
                long count = from == to ? 0 : months[0].Groups[from].CountOfBoth(now.Groups[to]);
                if (count > 0)
                {
                    moves.Add(new GroupMove(Values[from], Values[to], count));
                }
            }
        }

        return new StabilityReport(_options.StabilityMonths, shares.Count == 0 ? null : shares.Average(), [.. moves.OrderByDescending(move => move.Count)]);
    }

    private OverlapReport OverlapOf(Partition now)
    {
        var parts = new List<PartOverlap>();
        for (int second = 1; second < now.Matching.Count; second++)
        {
            long all = now.Matching[second].Count();
            for (int first = 0; first < second; first++)
            {
                long both = now.Matching[first].CountOfBoth(now.Matching[second]);
                if (both > 0)
                {
                    parts.Add(new PartOverlap(Values[first], Values[second], both, (double)both / all));
                }
            }
        }

        LibraryEntry[] suppressions = Suppressions.Of(_workspace.Library, _plan.Of, _options.Suppressions);
        MemberSet[] suppressed = [.. suppressions.Select(suppression => _engine.Members(_workspace.Library.PlanOf(suppression), _asOf, _cancellation))];
        IReadOnlyList<SuppressionConflict> conflicts = SuppressionConflict.Find(Values.Zip(now.Groups).Take(Values.Count - 1), suppressions, suppressed);
        return new OverlapReport([.. parts.OrderByDescending(part => part.Count)], conflicts);
    }

    private Bitmap Members(string expression)
    {
        SegmentPlan plan = _workspace.Library.Checker.CheckExpression(SegmentParser.ParseExpressionOrThrow(expression), _plan.Of).OrThrow();
        return _engine.Members(plan, _asOf, _cancellation).Refs;
    }

    private static double? MedianOf(IReadOnlyList<double>? values) => values is null || values.Count == 0 ? null : values.Median();
}
