using Strata.Language.Ast;
using Strata.Language.Time;
using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;
using Strata.Platform.Statistics;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Profile.Assembly;

/// <summary>Measures what became of customers who had something on the eve of their first subscription.</summary>
internal sealed class CustomerMeasures
{
    private const int LeastOfShare = 5;

    /// <summary>Whoever bought only lately had no time to leave or to buy more.</summary>
    private const int LeastMonths = 12;

    private readonly IReadOnlyList<Customer> _customers;
    private readonly FeatureTable _table;

    private CustomerMeasures(IReadOnlyList<Customer> customers, FeatureTable table)
    {
        _customers = customers;
        _table = table;
    }

    /// <summary>Reads the customers of at least a year and their features; null where there are no customers.</summary>
    public static CustomerMeasures? Read(Workspace workspace, FeatureCatalog catalog, AsOf at, CancellationToken cancellation)
    {
        long latest = Calendar.Shift(at, new Duration(LeastMonths, TimeUnit.Month), -1);
        Customer[] customers = [.. CustomerSet.Of(workspace, at.Instant, cancellation).Where(customer => customer.Since <= latest)];
        return customers.Length == 0
            ? null
            : new CustomerMeasures(customers, FeatureBuilder.Build(
                workspace, catalog, [.. customers.Select(customer => new FeatureRow(customer.AccountRef, customer.Since))], null, cancellation));
    }

    /// <summary>What a company is that goes with staying, and with buying more.</summary>
    public IEnumerable<OutcomeDifference> Differences(int most, CancellationToken cancellation)
    {
        int least = DriverSearch.LeastDeals(_customers.Count);
        BinnedFeature[] features = [.. BinnedFeature.OfAll(_table, _table.Rows, least).Where(feature => ProfileAssembler.Describes(feature.Feature.Family))];
        int[] accounts = [.. Enumerable.Range(0, _customers.Count)];
        foreach ((string outcome, Func<Customer, bool> holds) in new (string, Func<Customer, bool>)[] { ("retention", customer => customer.IsRetained), ("expansion", customer => customer.HasExpanded) })
        {
            double[] values = [.. _customers.Select(customer => holds(customer) ? 1.0 : 0)];
            foreach (OutcomeEffect effect in new OutcomeScan(values, accounts, new int[accounts.Length], least).Find(features, cancellation).Take(most))
            {
                if (Shares(effect.Leaf, holds) is { } contrast)
                {
                    yield return new OutcomeDifference(outcome, effect.Leaf.Clause, effect.Leaf.Label, contrast, effect.Q);
                }
            }
        }
    }

    public Contrast? Retention(Leaf leaf) => Shares(leaf, customer => customer.IsRetained);

    public Contrast? Expansion(Leaf leaf) => Shares(leaf, customer => customer.HasExpanded);

    private Contrast? Shares(Leaf leaf, Func<Customer, bool> holds)
    {
        bool[] has = leaf.Of.Holds(leaf, _table, _table.IndexOf(leaf.Of.Feature.Name));
        long with = has.Count(isIn => isIn), without = has.Length - with;
        if (with < LeastOfShare || without < LeastOfShare)
        {
            return null;
        }

        long holdWith = has.Where((isIn, at) => isIn && holds(_customers[at])).LongCount(), hold = _customers.LongCount(holds);
        double p = Normal.TwoSided(Proportions.TwoSampleZ(holdWith, with, hold - holdWith, without));
        return new Contrast((double)holdWith / with, (double)(hold - holdWith) / without, with, without, p);
    }
}
