using System.Globalization;
using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;

namespace Strata.Platform.Profile.Assembly;

/// <summary>Says a profile as a person would.</summary>
internal static class ProfileSentence
{
    public static string Of(DealBasis basis, IReadOnlyList<Driver> drivers, ProfileShape shape, DealMeasures measures, Holdout? holdout)
    {
        if (drivers.Count == 0)
        {
            return Text($"Nothing known of the accounts tells the {basis.Closed.Won:N0} won deals from the {basis.Closed.Deals - basis.Closed.Won:N0} lost ones beyond chance.");
        }

        var sentences = new List<string>();
        if (shape.Parts.Count > 0)
        {
            (WinRate with, WinRate without) = measures.Taught(shape.Fitting);
            sentences.Add(Text($"You win with {Companies(shape.Parts)}: {Share(with.Rate)} of such deals are won, against {Share(without.Rate)} of the others."));
        }

        if (shape.Disqualifiers.Count > 0)
        {
            sentences.Add($"You rarely win with companies {Listed(shape.Disqualifiers.Select(leaf => Trait(leaf)), "or")}.");
        }

        string[] signals = [.. drivers.Where(driver => driver.SpeaksFor && driver.Family is FeatureFamily.Behavioural or FeatureFamily.Intent).Select(driver => driver.Label)];
        if (signals.Length > 0)
        {
            sentences.Add($"Deals are ripe after {Listed(signals.Take(3), "and")}.");
        }

        if (sentences.Count == 0)
        {
            string named = Listed(drivers.Take(3).Select(driver => driver.Label), "and");
            sentences.Add(drivers.Any(driver => driver.SpeaksFor && ProfileAssembler.Describes(driver.Family))
                ? $"What tells won deals from lost ones is {named}; too few of the deals have it to make a profile."
                : $"No kind of company stands out; what tells won deals from lost ones is {named}.");
        }

        if (holdout is { Lift: { } lift })
        {
            sentences.Add(Text($"On {holdout.All.Deals:N0} later deals those that fit were won {lift:0.0} times as often as all."));
        }

        return string.Join(" ", sentences);
    }

    /// <summary>What they do, where they are, and the rest: "Manufacturing companies in Germany with employees of 200 to below 2,000 that run Slack".</summary>
    private static string Companies(IReadOnlyList<ProfilePart> parts)
    {
        ProfilePart[] kinds = [.. parts.Where(part => FieldOf(part.Leaves[0]) is "industry" or "naics" or "sic")];
        IEnumerable<string> others = parts.Except(kinds).OrderBy(part => OrderOf(part.Leaves[0])).Select(part => Listed(part.Leaves.Select(Trait).Distinct(StringComparer.Ordinal), "or"));
        string what = kinds.Length == 0 ? "companies" : $"{Listed(kinds.SelectMany(part => part.Leaves).Select(ValueOf).Distinct(StringComparer.Ordinal), "or")} companies";
        return string.Join(" ", others.Prepend(what));
    }

    private static int OrderOf(Leaf leaf) => leaf.Of.Feature.Family switch
    {
        FeatureFamily.Geographic => 0,
        FeatureFamily.Technographic => 2,
        _ => 1,
    };

    /// <summary>What a leaf says of a company, to follow the word.</summary>
    private static string Trait(Leaf leaf) => (leaf.Of.Feature.Family, FieldOf(leaf)) switch
    {
        (_, "industry" or "naics" or "sic") => $"in {ValueOf(leaf)}",
        (FeatureFamily.Geographic, _) => $"in {ValueOf(leaf)}",
        (FeatureFamily.Technographic, _) when leaf.Of.Feature.Kind == FeatureKind.Flag => $"that run {leaf.Label}",
        _ => $"with {leaf.Label.Replace(": ", " of ", StringComparison.Ordinal)}",
    };

    private static string FieldOf(Leaf leaf) => leaf.Of.Feature.GroupOf ?? leaf.Of.Feature.Name;

    /// <summary>The value without the name of its field.</summary>
    private static string ValueOf(Leaf leaf) => leaf.Of.Feature switch
    {
        { Kind: FeatureKind.Category } => leaf.Of.NameOf(leaf.From),
        { GroupOf: { } field } feature => feature.Name[(field.Length + " under ".Length)..],
        _ => leaf.Label,
    };

    private static string Listed(IEnumerable<string> items, string word)
    {
        string[] all = [.. items];
        return all.Length <= 1 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {word} {all[^1]}";
    }

    private static string Share(double? rate) => rate is { } share ? Text($"{share * 100:0} %") : "none";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
