using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Model;

/// <summary>Which products an account has installed, and since when.</summary>
internal sealed class TechnologyModel(ulong seed, double averageWanted, long asOfDay)
{
    private readonly double _scale = averageWanted / Technologies.NaturalAverage;

    /// <summary>Whether the account has the product; if so, the days on which it was first and last seen there.</summary>
    public bool Has(Account account, int technology, out long firstSeen, out long lastSeen)
    {
        var random = new CounterRandom(seed, RandomStream.Technology, (account.Original << 6) + technology);
        var likelihood = Technologies.All[technology].Likelihood[(int)account.Stack] * SizeFactor(account.Employees) * _scale;
        if (!random.Chance(Math.Min(likelihood, 0.97)))
        {
            firstSeen = lastSeen = 0;
            return false;
        }

        var bits = random.NextBits();
        firstSeen = asOfDay - 20 - (long)(bits % 2200);
        lastSeen = Math.Max(firstSeen, asOfDay - 1 - (long)((bits >> 32) % 60));
        return true;
    }

    private static double SizeFactor(int employees) => employees < 20 ? 0.6 : employees < 200 ? 0.9 : employees < 2000 ? 1.1 : 1.25;
}
