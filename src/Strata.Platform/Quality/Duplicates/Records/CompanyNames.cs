using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Strata.Platform.Identity.Networks;

namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>Names of companies, without legal forms, in one spelling.</summary>
internal static partial class CompanyNames
{
    private static readonly FrozenDictionary<string, string> Spellings = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["intl"] = "international",
        ["natl"] = "national",
        ["mfg"] = "manufacturing",
        ["mfr"] = "manufacturing",
        ["svc"] = "service",
        ["svcs"] = "service",
        ["services"] = "service",
        ["tech"] = "technology",
        ["technologies"] = "technology",
        ["sys"] = "system",
        ["systems"] = "system",
        ["solutions"] = "solution",
        ["assoc"] = "associates",
        ["bros"] = "brothers",
        ["univ"] = "university",
        ["dept"] = "department",
        ["ctr"] = "center",
        ["centre"] = "center",
        ["mgmt"] = "management",
        ["mktg"] = "marketing",
        ["comm"] = "communication",
        ["communications"] = "communication",
        ["labs"] = "laboratories",
        ["pharma"] = "pharmaceuticals",
        ["pharmaceutical"] = "pharmaceuticals",
        ["ins"] = "insurance",
        ["hldgs"] = "holdings",
        ["indus"] = "industries",
        ["inds"] = "industries",
        ["industry"] = "industries",
        ["products"] = "product",
        ["exports"] = "export",
        ["imports"] = "import",
        ["foods"] = "food",
        ["partners"] = "partner",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names in a text: <c>Acme Inc d/b/a Roadrunner</c> has two.</summary>
    public static IEnumerable<string[]> Of(string? text) => text is null ? [] : Apart().Split(text).Select(Words).Where(words => words.Length > 0);

    private static string[] Words(string name) =>
        [.. TextForms.Plain(CompanyName.Core(CompanyName.Words(name))).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word != "and").Select(word => Spellings.GetValueOrDefault(word, word))];

    [GeneratedRegex(@"\b(?:d/?b/?a|doing business as|t/a|trading as|formerly(?: known as)?|f/?k/?a|a/?k/?a|also known as)\b\.?:?", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Apart();
}
