namespace Strata.Bench.Ingest;

/// <summary>Draws accounts as websites see them: the k-th busiest has a k-th of the visits of the busiest.</summary>
/// <param name="count">How many accounts there are.</param>
internal sealed class ZipfAccounts(int count)
{
    private readonly double _range = Math.Log(count + 1.0);

    /// <summary>The number of an account, from 0.</summary>
    public int Draw(Random random)
    {
        // The inverse of the distribution's integral, whose error matters to nobody who counts visits.
        int rank = Math.Min(count - 1, (int)Math.Exp(random.NextDouble() * _range) - 1);

        // The busiest accounts are not the first rows of the table.
        return (int)((rank * 2_654_435_761L) % count);
    }
}
