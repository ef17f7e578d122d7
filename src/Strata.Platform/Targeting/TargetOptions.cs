using System.Globalization;
using Strata.Language;

namespace Strata.Platform.Targeting;

/// <summary>How many accounts a team can work in each tier.</summary>
/// <param name="OneToOne">By a person each: programmes for one account.</param>
/// <param name="OneToFew">In small groups.</param>
/// <param name="OneToMany">By programme; null for as many as there are.</param>
public sealed record TierCapacity(int OneToOne = 150, int OneToFew = 2000, int? OneToMany = null)
{
    /// <summary>Reads <c>1:1=150,1:few=2000</c>, perhaps with <c>1:many=20000</c>; a tier that is not named keeps its usual capacity.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: it is not written so.</exception>
    public static TierCapacity Parse(string? text)
    {
        var capacity = new TierCapacity();
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || !int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            {
                throw Wrong(part);
            }

            capacity = sides[0] switch
            {
                TierNames.OneToOne => capacity with { OneToOne = number },
                TierNames.OneToFew => capacity with { OneToFew = number },
                TierNames.OneToMany => capacity with { OneToMany = number },
                _ => throw Wrong(part),
            };
        }

        return capacity;
    }

    private static UserErrorException Wrong(string part) =>
        new("argument", $"'{part}' is no capacity of a tier.", fix: "Write for example --capacity 1:1=150,1:few=2000; the tiers are 1:1, 1:few and 1:many, and a capacity is from 1.");
}

/// <summary>The names of the tiers.</summary>
public static class TierNames
{
    /// <summary>Worked one by one.</summary>
    public const string OneToOne = "1:1";

    /// <summary>Worked in small groups.</summary>
    public const string OneToFew = "1:few";

    /// <summary>Reached by programme.</summary>
    public const string OneToMany = "1:many";

    /// <summary>On the list, beyond what can be worked.</summary>
    public const string Beyond = "Beyond capacity";
}

/// <summary>From what a target account list is made. What is null is looked for.</summary>
/// <param name="Market">The segment of the total market; null for <c>total-market</c>, or everybody.</param>
/// <param name="Profile">The segment of those who fit; null for <c>icp</c>, then <c>target-market</c>.</param>
/// <param name="Fit">A number that says how well an account fits; null for <c>fit_score</c>.</param>
/// <param name="Timing">A number that says how much now is the time, 0 for not at all; null for <c>intent_score</c>, then <c>engagement_score</c>, then <c>engagement_points</c>.</param>
/// <param name="Capacity">What a team can work.</param>
/// <param name="Suppressions">Segments of accounts not to approach; null for those whose name begins with <c>suppress</c>.</param>
/// <param name="Name">The name of the segment that is made.</param>
/// <param name="TierName">The name of the segmentation that is made.</param>
public sealed record TargetOptions(
    string? Market = null,
    string? Profile = null,
    string? Fit = null,
    string? Timing = null,
    TierCapacity? Capacity = null,
    IReadOnlyList<string>? Suppressions = null,
    string Name = "target-account-list",
    string TierName = "tier");
