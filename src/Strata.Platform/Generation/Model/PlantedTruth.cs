using System.Globalization;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Model;

/// <summary>A planted cause of winning.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Definition">
/// The cause as an account expression, to be read as of the deal's creation; the behavioural ones can be seen only for deals
/// created at least 30 days after the event files begin.
/// </param>
/// <param name="LogOdds">What it adds to the log-odds of winning.</param>
internal sealed record Driver(string Name, string Definition, double LogOdds);

/// <summary>What makes deals win in this universe: drawn from the seed, written to the truth file, never read by Strata.</summary>
internal sealed class PlantedTruth
{
    private static readonly (string Definition, string[] Industries)[] IndustryChoices =
    [
        ("industry under \"Finance and Insurance\"", ["Fintech", "Commercial Banking", "Insurance Carriers and Related Activities", "Insurtech"]),
        ("industry = \"SaaS\"", ["SaaS"]),
        ("industry under \"Manufacturing\"",
        [
            "Machinery Manufacturing", "Chemical Manufacturing", "Transportation Equipment Manufacturing", "Food Manufacturing",
            "Pharmaceutical and Medicine Manufacturing",
        ]),
        ("industry in (\"Healthtech\", \"Hospitals\")", ["Healthtech", "Hospitals"]),
    ];

    private static readonly (int Low, int High)[] SizeChoices = [(50, 500), (200, 2000), (500, 5000)];
    private static readonly string[] InstalledChoices = ["Salesforce", "Amazon Web Services", "Microsoft Teams", "Slack", "Google Analytics"];
    private static readonly string[] CompetingChoices = ["Marketo Engage", "HubSpot Marketing Hub", "Pardot"];
    private static readonly string[] CountryChoices = ["United States", "United Kingdom", "Germany"];
    private static readonly (string Name, int Index)[] GrowthChoices = [("Early stage", 1), ("Growth", 2)];

    private readonly bool[] _fittingIndustries = new bool[Industries.All.Length];

    public PlantedTruth(ulong seed)
    {
        var random = new CounterRandom(seed, RandomStream.Truth, 0);
        var industry = IndustryChoices[random.Below(IndustryChoices.Length)];
        foreach (var name in industry.Industries)
        {
            _fittingIndustries[Industries.IndexOf(name)] = true;
        }

        (LowEmployees, HighEmployees) = SizeChoices[random.Below(SizeChoices.Length)];
        var installed = InstalledChoices[random.Below(InstalledChoices.Length)];
        var competing = CompetingChoices[random.Below(CompetingChoices.Length)];
        var country = CountryChoices[random.Below(CountryChoices.Length)];
        var growth = GrowthChoices[random.Below(GrowthChoices.Length)];
        InstalledTechnology = Technologies.IndexOf(installed);
        CompetingTechnology = Technologies.IndexOf(competing);
        Country = Places.IndexOf(country);
        GrowthStage = growth.Index;

        var installedDefinition = $"any(technologies where product = \"{installed}\")";
        var competingDefinition = $"any(technologies where product = \"{competing}\")";
        var size = string.Create(CultureInfo.InvariantCulture, $"employees between {LowEmployees} and {HighEmployees}");
        Fit = new Driver("industry", industry.Definition, Effect(ref random, 0.8, 1.3));
        Size = new Driver("size", size, Effect(ref random, 0.6, 1.0));
        Installed = new Driver("technology present", installedDefinition, Effect(ref random, 0.5, 0.9));
        Competing = new Driver("technology that competes", competingDefinition, -Effect(ref random, 0.6, 1.1));
        Place = new Driver("country", $"country = \"{country}\"", Effect(ref random, 0.3, 0.6));
        Growth = new Driver("growth stage", $"growth_stage = \"{growth.Name}\"", Effect(ref random, 0.3, 0.6));
        Pricing = new Driver(
            "pricing visits before creation", "count(page_view where page = \"pricing\") in last 30 days >= 3", Effect(ref random, 0.7, 1.2));
        Executive = new Driver(
            "executive met before creation",
            "any(meeting where contact.seniority in (\"C-level\", \"VP\")) in last 30 days",
            Effect(ref random, 0.6, 1.0));
        IdealCustomerProfile = $"{industry.Definition}\n  and {size}\n  and {installedDefinition}\n  and none(technologies where product = \"{competing}\")";
    }

    /// <summary>Log-odds of winning where no driver holds.</summary>
    public static double BaselineLogOdds => -1.9;

    /// <summary>Standard deviation of the normal noise on the log-odds: what no data explains.</summary>
    public static double Noise => 0.4;

    public int LowEmployees { get; }

    public int HighEmployees { get; }

    public int InstalledTechnology { get; }

    public int CompetingTechnology { get; }

    public int Country { get; }

    public int GrowthStage { get; }

    public Driver Fit { get; }

    public Driver Size { get; }

    public Driver Installed { get; }

    public Driver Competing { get; }

    public Driver Place { get; }

    public Driver Growth { get; }

    public Driver Pricing { get; }

    public Driver Executive { get; }

    /// <summary>The planted profile in the segment language: the drivers that describe a company rather than what it does.</summary>
    public string IdealCustomerProfile { get; }

    public IReadOnlyList<Driver> Drivers => [Fit, Size, Installed, Competing, Place, Growth, Pricing, Executive];

    public bool IsFittingIndustry(int industry) => _fittingIndustries[industry];

    public bool IsFittingSize(int employees) => employees >= LowEmployees && employees <= HighEmployees;

    private static double Effect(ref CounterRandom random, double low, double high) =>
        Math.Floor((low + ((high - low) * random.Unit())) * 100) / 100;
}
