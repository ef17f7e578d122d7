using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;
using Strata.Platform.Statistics;

namespace Strata.Platform.Profile.Assembly;

/// <summary>What a profile may ask for: the leaves of one feature, any of which will do.</summary>
/// <param name="Leaves">The leaves.</param>
/// <param name="Rows">The deals that have one of them.</param>
internal sealed record ProfilePart(IReadOnlyList<Leaf> Leaves, RowBits Rows)
{
    /// <summary>The clause.</summary>
    public string Clause
    {
        get
        {
            BinnedFeature feature = Leaves[0].Of;
            return Leaves.All(leaf => leaf.Of == feature) && feature.Feature.Kind == FeatureKind.Category
                ? feature.Feature.In([.. Leaves.Select(leaf => feature.NameOf(leaf.From))])
                : Leaves.Count == 1 ? Leaves[0].Clause : $"({string.Join(" or ", Leaves.Select(leaf => leaf.Clause))})";
        }
    }
}

/// <summary>A profile: everything of what it asks for, and nothing of what disqualifies.</summary>
internal sealed record ProfileShape(IReadOnlyList<ProfilePart> Parts, IReadOnlyList<Leaf> Disqualifiers, RowBits Fitting, RowBits Disqualified)
{
    /// <summary>Who fits, as text; null where nothing is asked for.</summary>
    public string? Definition => Parts.Count == 0 ? null : string.Join(" and ", Parts.Select(part => part.Clause));

    /// <summary>Whom to leave out, as text; null for nobody.</summary>
    public string? Exclusion => Disqualifiers.Count == 0 ? null : string.Join(" or ", Disqualifiers.Select(leaf => Parenthesised(leaf.Clause)));

    private static string Parenthesised(string clause) => clause.Contains(" and ", StringComparison.Ordinal) ? $"({clause})" : clause;
}

/// <summary>
/// Makes a profile of drivers that say who a company is: it asks for one thing after the other as long as that raises what the win rate
/// is at least, and as long as enough won deals still fit. What an account does says when to sell, not to whom: it is no part.
/// </summary>
internal sealed class ProfileAssembler(TrainingSet set, double dependence, double leastCoverage)
{
    /// <summary>A profile must hold at least so many deals, to say anything of its win rate.</summary>
    private const int LeastDeals = 15;

    /// <summary>What disqualifies lowers the odds of winning at least so far.</summary>
    private static readonly double MostEffect = Math.Log(0.7);

    /// <summary>True where the family says who a company is.</summary>
    public static bool Describes(FeatureFamily family) =>
        family is FeatureFamily.Firmographic or FeatureFamily.Geographic or FeatureFamily.Technographic or FeatureFamily.Value;

    public ProfileShape Assemble(IReadOnlyList<(Leaf Leaf, double Effect)> drivers)
    {
        Leaf[] against = [.. drivers.Where(driver => driver.Effect <= MostEffect && Describes(driver.Leaf.Of.Feature.Family)).Select(driver => driver.Leaf)];
        var disqualified = new RowBits(set.Rows);
        foreach (Leaf leaf in against)
        {
            disqualified = disqualified.Or(RowsOf(leaf));
        }

        List<ProfilePart> left = [.. drivers
            .Where(driver => driver.Effect > 0 && Describes(driver.Leaf.Of.Feature.Family))
            .GroupBy(driver => FieldOf(driver.Leaf.Of.Feature), driver => driver.Leaf, StringComparer.Ordinal)
            .Select(group => new ProfilePart([.. group], group.Select(RowsOf).Aggregate((one, other) => one.Or(other))))];
        var parts = new List<ProfilePart>();
        RowBits fitting = RowBits.All(set.Rows).Without(disqualified);
        (_, long wins) = Count(RowBits.All(set.Rows));
        double bound = 0;
        while (left.Count > 0)
        {
            var best = left.Select(part => (Part: part, Rows: fitting.And(part.Rows))).Select(pair => (pair.Part, pair.Rows, Bound: LowerBound(pair.Rows, wins))).MaxBy(pair => pair.Bound);
            if (best.Bound <= bound)
            {
                break;
            }

            parts.Add(best.Part);
            left.Remove(best.Part);
            (fitting, bound) = (best.Rows, best.Bound);
        }

        parts.Sort((one, other) => OrderOf(one).CompareTo(OrderOf(other)));
        Leaf[] needed = [.. against.Where(leaf => parts.All(part => part.Leaves[0].Of != leaf.Of))];
        return new ProfileShape(parts, needed, parts.Count == 0 ? new RowBits(set.Rows) : fitting, disqualified);
    }

    /// <summary>What it does and where, how large it is, what it runs: as a person would say it.</summary>
    private static int OrderOf(ProfilePart part) => part.Leaves[0].Of.Feature switch
    {
        { Kind: FeatureKind.Category } or { GroupOf: not null } => 0,
        { Kind: FeatureKind.Number } => 1,
        _ => 2,
    };

    /// <summary>Won and closed deals among those that teach.</summary>
    private (long Deals, long Won) Count(RowBits rows) => (rows.CountBefore(set.Training), rows.CountBefore(set.WonRows, set.Training));

    private RowBits RowsOf(Leaf leaf) => leaf.Of.Rows(leaf.From, leaf.To, set.Rows);

    /// <summary>An industry, a group of industries and their codes are answers to one question: any will do.</summary>
    private static string FieldOf(Feature feature) => (feature.GroupOf ?? feature.Name) switch
    {
        "naics" or "sic" => "industry",
        "state" or "city" or "region" => "country",
        var field => field,
    };

    /// <summary>What the win rate is at least; −1 where too few fit.</summary>
    private double LowerBound(RowBits rows, long wins)
    {
        (long deals, long won) = Count(rows);
        return deals < LeastDeals || won < leastCoverage * wins ? -1 : Proportions.Wilson(won / dependence, deals / dependence).Low;
    }
}
