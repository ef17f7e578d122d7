using Strata.Language.Ast;
using Strata.Language.Time;
using Strata.Platform.Profile.Features;

namespace Strata.Platform.Segments.Validation;

/// <summary>
/// What became of the deals of each group. A deal counts for the group in which its account was at the start of the month in which the
/// deal was created: what the deal itself brought about decides nothing.
/// </summary>
internal sealed class GroupOutcomes
{
    private readonly List<double>[] _sizes, _cycles;

    private GroupOutcomes(int groups)
    {
        Won = new long[groups];
        Closed = new long[groups];
        Revenue = new double[groups];
        Pipeline = new double[groups];
        _sizes = [.. Enumerable.Range(0, groups).Select(_ => new List<double>())];
        _cycles = [.. Enumerable.Range(0, groups).Select(_ => new List<double>())];
    }

    /// <summary>Deals won, by group.</summary>
    public long[] Won { get; }

    /// <summary>Deals won and lost, by group.</summary>
    public long[] Closed { get; }

    /// <summary>Amounts of deals won, by group.</summary>
    public double[] Revenue { get; }

    /// <summary>Amounts of open deals, by the group of now.</summary>
    public double[] Pipeline { get; }

    /// <summary>Amounts of deals won of accounts that were outside of the universe.</summary>
    public double RevenueOutside { get; private set; }

    /// <summary>Amounts of open deals of accounts outside of the universe.</summary>
    public double PipelineOutside { get; private set; }

    /// <summary>The amounts of the deals won, by group.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Sizes => _sizes;

    /// <summary>The days from creation to close of the deals won, by group.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Cycles => _cycles;

    /// <summary>Reads what became of deals.</summary>
    public static GroupOutcomes Read(PartitionReader partitions, DealSet deals, AsOf asOf, Action<double> progress)
    {
        var outcomes = new GroupOutcomes(partitions.Values.Count);
        int done = 0;
        foreach (IGrouping<long, Deal> month in deals.Closed
            .GroupBy(deal => Calendar.UnitStart(asOf.At(deal.CreatedAt), TimeUnit.Month, 0))
            .OrderBy(month => month.Key))
        {
            Partition then = partitions.At(asOf.At(month.Key));
            foreach (Deal deal in month)
            {
                outcomes.Add(deal, then.GroupOf(deal.AccountRef));
                done++;
            }

            progress(done / (double)deals.Closed.Count);
        }

        Partition now = partitions.At(asOf);
        foreach (Deal deal in deals.Open)
        {
            int group = now.GroupOf(deal.AccountRef);
            double amount = deal.Amount ?? 0;
            outcomes.PipelineOutside += group < 0 ? amount : 0;
            if (group >= 0)
            {
                outcomes.Pipeline[group] += amount;
            }
        }

        return outcomes;
    }

    private void Add(Deal deal, int group)
    {
        if (group < 0)
        {
            RevenueOutside += deal.IsWon ? deal.Amount ?? 0 : 0;
            return;
        }

        Closed[group]++;
        if (!deal.IsWon)
        {
            return;
        }

        Won[group]++;
        Revenue[group] += deal.Amount ?? 0;
        _cycles[group].Add(deal.CycleDays!.Value);
        if (deal.Amount is { } amount)
        {
            _sizes[group].Add(amount);
        }
    }
}
