using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;

namespace Strata.Platform.Generation.Vocabulary;

/// <summary>An industry with what its companies look like.</summary>
/// <param name="Name">A title of NAICS 2022 or a market term of the shipped taxonomy.</param>
/// <param name="Cell">The name as a CSV cell.</param>
/// <param name="OtherSpelling">How a careless row writes it: other letter case, so that the folded text is the same.</param>
/// <param name="Naics">NAICS 2022 code.</param>
/// <param name="LogEmployees">Natural logarithm of the median number of employees.</param>
/// <param name="Spread">Standard deviation of that logarithm.</param>
/// <param name="RevenuePerEmployee">Median, in US dollars a year.</param>
/// <param name="NameWords">Words that close its companies' names.</param>
/// <param name="YoungFrom">The earliest usual founding year.</param>
/// <param name="OwnsItsTechnology">True where start-up tools are more usual than the large vendors' suites.</param>
/// <param name="IsPublicService">True where its members are mostly public bodies and charities.</param>
internal sealed record Industry(
    string Name,
    byte[] Cell,
    byte[] OtherSpelling,
    int Naics,
    double LogEmployees,
    double Spread,
    int RevenuePerEmployee,
    byte[][] NameWords,
    int YoungFrom,
    bool OwnsItsTechnology,
    bool IsPublicService);

/// <summary>The industries of the universe by share.</summary>
internal static class Industries
{
    private static readonly (double Weight, Industry Industry)[] Weighted =
    [
        (13, Of("SaaS", 513210, 4.5, 1.3, 190_000, "Software|Labs|Systems|Cloud|Technologies|.ai|HQ|Platform", 1998, own: true)),
        (6, Of("Fintech", 522320, 4.4, 1.3, 260_000, "Pay|Financial|Finance|Ledger|Money|Technologies", 2000, own: true)),
        (4, Of("Commercial Banking", 522110, 6.2, 1.4, 420_000, "Bank|Bancorp|Financial Group|Trust", 1890)),
        (4, Of("Insurance Carriers and Related Activities", 524126, 5.9, 1.4, 480_000, "Insurance|Assurance|Mutual|Risk Partners", 1900)),
        (2, Of("Insurtech", 524298, 4.2, 1.0, 240_000, "Cover|Insurance|Insure|Technologies", 2005, own: true)),
        (5, Of("Healthtech", 513210, 4.4, 1.2, 180_000, "Health|Care|Medical|Health Systems|Clinical", 1999, own: true)),
        (4, Of("Hospitals", 622110, 6.8, 1.1, 150_000, "Hospital|Medical Center|Health System|Clinic", 1900, service: true)),
        (3, Of("Cybersecurity", 513210, 4.4, 1.2, 210_000, "Security|Cyber|Defense|Networks|Labs", 1998, own: true)),
        (4, Of("E-commerce", 455110, 4.4, 1.4, 310_000, "Store|Market|Goods|Supply|Direct|Commerce", 1999, own: true)),
        (3, Of("Martech", 513210, 4.1, 1.1, 180_000, "Media|Marketing|Engage|Audience|Labs", 2001, own: true)),
        (6, Of("Machinery Manufacturing", 333200, 5.5, 1.3, 230_000, "Machinery|Industries|Engineering|Works|Manufacturing", 1905)),
        (4, Of("Chemical Manufacturing", 325199, 5.6, 1.3, 380_000, "Chemicals|Materials|Polymers|Industries", 1900)),
        (3, Of("Transportation Equipment Manufacturing", 336390, 6.0, 1.4, 280_000, "Automotive|Motors|Mobility|Components", 1915)),
        (3, Of("Food Manufacturing", 311999, 5.4, 1.3, 260_000, "Foods|Farms|Kitchens|Provisions", 1900)),
        (4, Of("Retail Trade", 455219, 5.3, 1.6, 210_000, "Stores|Retail|Outfitters|Home|Brands", 1930)),
        (4, Of("Wholesale Trade", 423990, 4.8, 1.3, 520_000, "Supply|Distribution|Trading|Wholesale", 1925)),
        (5, Of("Transportation and Warehousing", 484121, 5.2, 1.4, 190_000, "Logistics|Freight|Transport|Shipping", 1930)),
        (5, Of("Construction", 236220, 4.6, 1.3, 270_000, "Construction|Builders|Contracting|Development", 1930)),
        (6, Of("Computer Systems Design Services", 541512, 4.3, 1.4, 150_000, "Consulting|IT Services|Solutions|Digital|Systems", 1975)),
        (4, Of("Management, Scientific, and Technical Consulting Services", 541611, 3.9, 1.3, 190_000, "Consulting|Partners|Advisory|Strategy", 1960)),
        (2, Of("Legal Services", 541110, 3.9, 1.2, 240_000, "Law|Legal|& Partners|LLP", 1900)),
        (3, Of("Educational Services", 611310, 5.6, 1.3, 90_000, "University|College|Academy|Learning", 1880, service: true)),
        (2, Of("Telecommunications", 517111, 5.8, 1.5, 410_000, "Telecom|Networks|Communications|Wireless", 1960)),
        (2, Of("Utilities", 221122, 6.0, 1.3, 620_000, "Energy|Power|Electric|Water", 1910, service: true)),
        (2, Of("Pharmaceutical and Medicine Manufacturing", 325412, 5.8, 1.5, 450_000, "Pharma|Therapeutics|Biosciences|Laboratories", 1920)),
        (2, Of("Real Estate and Rental and Leasing", 531120, 4.1, 1.3, 340_000, "Realty|Properties|Real Estate|Estates", 1935)),
        (2, Of("Accommodation and Food Services", 721110, 5.1, 1.4, 80_000, "Hotels|Hospitality|Resorts|Restaurants", 1935)),
        (2, Of("Public Administration", 921190, 6.2, 1.2, 0, "Agency|Authority|Council|Department", 1850, service: true)),
    ];

    public static readonly Industry[] All = Weighted.Select(entry => entry.Industry).ToArray();

    public static readonly PickTable Pick = new(Weighted.Select(entry => entry.Weight).ToArray());

    public static int IndexOf(string name) => Array.FindIndex(All, known => string.Equals(known.Name, name, StringComparison.Ordinal));

    private static Industry Of(
        string name, int naics, double log, double spread, int revenue, string words, int young, bool own = false, bool service = false) =>
        new(
            name,
            CsvBuffer.Encode(name),
            CsvBuffer.Encode(naics % 2 == 0 ? name.ToUpperInvariant() : name.ToLowerInvariant()),
            naics,
            log,
            spread,
            revenue,
            words.Split('|').Select(word => System.Text.Encoding.UTF8.GetBytes(word)).ToArray(),
            young,
            own,
            service);
}
