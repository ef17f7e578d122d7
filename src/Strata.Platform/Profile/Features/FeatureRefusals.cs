using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Strata.Language.Catalog;

namespace Strata.Platform.Profile.Features;

/// <summary>The fields that are no features because of what they are, collected with the reason of each.</summary>
internal sealed partial class FeatureRefusals(IReadOnlySet<string> segmentations, IReadOnlySet<string> allowed)
{
    private const string Score = "Strata writes it, from what happened up to now.";
    private const string Customers = "It is known of customers only, and so says who bought.";
    private const string Ours = "It says who of us works the account, not what the account is like.";

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["stage"] = Score,
        ["tier"] = Score,
        ["fit_score"] = Score,
        ["fit_grade"] = Score,
        ["intent_score"] = Score,
        ["engagement_score"] = Score,
        ["win_score"] = Score,
        ["expand_score"] = Score,
        ["churn_score"] = Score,
        ["churn_risk"] = Score,
        ["predicted_value"] = Score,
        ["contract_value"] = Customers,
        ["arr"] = Customers,
        ["renewal_date"] = Customers,
        ["health"] = Customers,
        ["owner"] = Ours,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly List<RefusedFeature> _refused = [];

    public IReadOnlyList<RefusedFeature> All => _refused;

    public void Add(string name, string reason) => _refused.Add(new RefusedFeature(name, reason));

    public bool Allows(string name) => allowed.Contains(name);

    public bool Refuses(FieldDefinition field)
    {
        if (ReasonAgainst(field) is not { } reason)
        {
            return false;
        }

        Add(field.Name, reason);
        return true;
    }

    private string? ReasonAgainst(FieldDefinition field)
    {
        if (segmentations.Contains(field.Name))
        {
            return "A segmentation of the same name stands in its place.";
        }

        if (Allows(field.Name))
        {
            return null;
        }

        return Known.GetValueOrDefault(field.Name) ?? (AfterTheSale().IsMatch(field.Name) ? "Its name says that it follows the sale." : null);
    }

    [GeneratedRegex("(^|_)(customer|client|won|lost|closed|churn|churned|lifecycle|lifecyclestage|deal|deals|opportunity|opportunities|mrr|arr|acv|tcv|ltv|invoice|invoices|subscription|contract|renewal)(_|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AfterTheSale();
}
