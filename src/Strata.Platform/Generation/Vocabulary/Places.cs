using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;

namespace Strata.Platform.Generation.Vocabulary;

/// <summary>A city with its state, ready as CSV cells.</summary>
internal sealed record City(byte[] Name, byte[] State);

/// <summary>A country: where companies are, how they are written, and who works there.</summary>
/// <param name="Name">Its English name.</param>
/// <param name="Cell">The name as a CSV cell.</param>
/// <param name="OtherSpelling">How a careless row writes it.</param>
/// <param name="UtcOffsetHours">Of its business hours.</param>
/// <param name="Culture">Index of the prevailing naming culture.</param>
/// <param name="PhonePrefix">International prefix with a range that is kept free for fiction or is plainly invented.</param>
/// <param name="LegalForms">How a company's name may close, ready as text inside a quoted cell.</param>
/// <param name="Domain">The country's own top-level domain, with the dot.</param>
/// <param name="Cities">Where its companies are; a large city may be listed twice.</param>
internal sealed record Country(
    string Name,
    byte[] Cell,
    byte[] OtherSpelling,
    int UtcOffsetHours,
    int Culture,
    byte[] PhonePrefix,
    byte[][] LegalForms,
    byte[] Domain,
    City[] Cities);

/// <summary>Countries by how many companies of the universe are there.</summary>
internal static class Places
{
    private static readonly (double Weight, Country Country)[] Weighted =
    [
        (40, Of("United States", "USA", -6, 0, "+1 212 555 0", ", Inc.|, Inc.| LLC| Corp.|, LLC", ".com",
            "San Francisco:California|Los Angeles:California|San Jose:California|San Diego:California|New York:New York|Buffalo:New York|Austin:Texas|Dallas:Texas"
            + "|Houston:Texas|Chicago:Illinois|Boston:Massachusetts|Cambridge:Massachusetts|Seattle:Washington|Denver:Colorado|Boulder:Colorado|Atlanta:Georgia"
            + "|Miami:Florida|Tampa:Florida|Charlotte:North Carolina|Raleigh:North Carolina|Philadelphia:Pennsylvania|Pittsburgh:Pennsylvania|Columbus:Ohio"
            + "|Cleveland:Ohio|Minneapolis:Minnesota|Detroit:Michigan|Phoenix:Arizona|Salt Lake City:Utah|Nashville:Tennessee|Portland:Oregon|Reston:Virginia"
            + "|St. Louis:Missouri|Indianapolis:Indiana|Milwaukee:Wisconsin|Newark:New Jersey|Baltimore:Maryland")),
        (10, Of("United Kingdom", "UK", 0, 0, "+44 20 7946 0", " Ltd| Ltd| Limited| PLC", ".co.uk",
            "London:England|London:England|Manchester:England|Birmingham:England|Leeds:England|Bristol:England|Cambridge:England|Edinburgh:Scotland|Glasgow:Scotland"
            + "|Cardiff:Wales|Belfast:Northern Ireland")),
        (9, Of("Germany", "Deutschland", 1, 1, "+49 30 23125 ", " GmbH| GmbH| AG| GmbH & Co. KG", ".de",
            "Berlin:Berlin|Munich:Bavaria|Nuremberg:Bavaria|Hamburg:Hamburg|Frankfurt am Main:Hesse|Cologne:North Rhine-Westphalia|Düsseldorf:North Rhine-Westphalia"
            + "|Stuttgart:Baden-Württemberg|Karlsruhe:Baden-Württemberg|Leipzig:Saxony|Dresden:Saxony|Hanover:Lower Saxony")),
        (6, Of("France", "france", 1, 2, "+33 1 99 00 ", " SAS| SA| SARL", ".fr",
            "Paris:Île-de-France|Paris:Île-de-France|Lyon:Auvergne-Rhône-Alpes|Grenoble:Auvergne-Rhône-Alpes|Toulouse:Occitanie|Nantes:Pays de la Loire|Lille:Hauts-de-France"
            + "|Marseille:Provence-Alpes-Côte d'Azur|Bordeaux:Nouvelle-Aquitaine")),
        (5, Of("Canada", "CANADA", -5, 0, "+1 416 555 0", " Inc.| Ltd.| Corp.", ".ca",
            "Toronto:Ontario|Toronto:Ontario|Ottawa:Ontario|Waterloo:Ontario|Vancouver:British Columbia|Montreal:Quebec|Calgary:Alberta|Edmonton:Alberta|Halifax:Nova Scotia")),
        (5, Of("India", "INDIA", 5, 7, "+91 22 5550 ", " Pvt. Ltd.| Private Limited| Limited", ".in",
            "Bengaluru:Karnataka|Bengaluru:Karnataka|Mumbai:Maharashtra|Pune:Maharashtra|Hyderabad:Telangana|Chennai:Tamil Nadu|Gurugram:Haryana|Noida:Uttar Pradesh|Kolkata:West Bengal")),
        (3.5, Of("Netherlands", "The Netherlands", 1, 12, "+31 20 555 ", " B.V.| B.V.| N.V.", ".nl",
            "Amsterdam:North Holland|Haarlem:North Holland|Rotterdam:South Holland|The Hague:South Holland|Utrecht:Utrecht|Eindhoven:North Brabant")),
        (3, Of("Australia", "AUSTRALIA", 10, 0, "+61 2 5550 ", " Pty Ltd| Pty Ltd| Limited", ".com.au",
            "Sydney:New South Wales|Newcastle:New South Wales|Melbourne:Victoria|Brisbane:Queensland|Perth:Western Australia|Adelaide:South Australia")),
        (2.5, Of("Spain", "spain", 1, 3, "+34 91 555 ", " S.L.| S.A.", ".es",
            "Madrid:Community of Madrid|Barcelona:Catalonia|Valencia:Valencian Community|Seville:Andalusia|Málaga:Andalusia")),
        (2.5, Of("Brazil", "BRAZIL", -3, 4, "+55 11 5550 ", " Ltda.| S.A.", ".com.br",
            "São Paulo:São Paulo|Campinas:São Paulo|Rio de Janeiro:Rio de Janeiro|Belo Horizonte:Minas Gerais|Curitiba:Paraná")),
        (2.5, Of("Sweden", "SWEDEN", 1, 6, "+46 8 555 ", " AB", ".se", "Stockholm:Stockholm County|Gothenburg:Västra Götaland County|Malmö:Skåne County|Uppsala:Uppsala County")),
        (2, Of("Italy", "italy", 1, 5, "+39 02 5550 ", " S.p.A.| S.r.l.", ".it", "Milan:Lombardy|Bergamo:Lombardy|Rome:Lazio|Turin:Piedmont|Bologna:Emilia-Romagna")),
        (2, Of("Japan", "JAPAN", 9, 9, "+81 3 5550 ", " K.K.| Co., Ltd.", ".jp", "Tokyo:Tokyo|Tokyo:Tokyo|Osaka:Osaka|Nagoya:Aichi|Fukuoka:Fukuoka")),
        (1.5, Of("Switzerland", "switzerland", 1, 1, "+41 44 555 ", " AG| GmbH| SA", ".ch", "Zurich:Zurich|Geneva:Geneva|Basel:Basel-Stadt|Zug:Zug")),
        (1.5, Of("Singapore", "SINGAPORE", 8, 13, "+65 6555 ", " Pte. Ltd.", ".sg", "Singapore:")),
        (1.2, Of("Ireland", "IRELAND", 0, 0, "+353 1 555 ", " Ltd| DAC", ".ie", "Dublin:Leinster|Cork:Munster|Galway:Connacht")),
        (1.2, Of("Israel", "ISRAEL", 2, 10, "+972 3 555 ", " Ltd.", ".co.il", "Tel Aviv:Tel Aviv District|Haifa:Haifa District|Jerusalem:Jerusalem District")),
        (1.2, Of("Denmark", "denmark", 1, 6, "+45 35 55 ", " A/S| ApS", ".dk", "Copenhagen:Capital Region of Denmark|Aarhus:Central Denmark Region")),
        (1, Of("Poland", "poland", 1, 11, "+48 22 555 ", " sp. z o.o.| S.A.", ".pl", "Warsaw:Masovia|Kraków:Lesser Poland|Wrocław:Lower Silesia|Gdańsk:Pomerania")),
        (1, Of("Mexico", "MEXICO", -6, 3, "+52 55 5550 ", " S.A. de C.V.", ".mx", "Mexico City:Mexico City|Monterrey:Nuevo León|Guadalajara:Jalisco")),
        (1, Of("Belgium", "belgium", 1, 12, "+32 2 555 ", " NV| BV", ".be", "Brussels:Brussels-Capital Region|Antwerp:Flanders|Ghent:Flanders|Liège:Wallonia")),
        (1, Of("South Korea", "Korea, Republic of", 9, 13, "+82 2 555 ", " Co., Ltd.", ".kr", "Seoul:Seoul|Busan:Busan")),
        (0.9, Of("United Arab Emirates", "UAE", 4, 10, "+971 4 555 ", " LLC| FZ-LLC", ".ae", "Dubai:Dubai|Abu Dhabi:Abu Dhabi")),
        (0.8, Of("Norway", "norway", 1, 6, "+47 21 55 ", " AS| ASA", ".no", "Oslo:Oslo|Bergen:Vestland")),
        (0.8, Of("Finland", "finland", 2, 6, "+358 9 555 ", " Oy| Oyj", ".fi", "Helsinki:Uusimaa|Espoo:Uusimaa|Tampere:Pirkanmaa")),
        (0.8, Of("Austria", "austria", 1, 1, "+43 1 555 ", " GmbH| AG", ".at", "Vienna:Vienna|Graz:Styria|Linz:Upper Austria")),
        (0.7, Of("South Africa", "SOUTH AFRICA", 2, 0, "+27 11 555 ", " (Pty) Ltd", ".co.za", "Johannesburg:Gauteng|Cape Town:Western Cape")),
        (0.5, Of("New Zealand", "new zealand", 12, 0, "+64 9 555 ", " Limited", ".co.nz", "Auckland:Auckland|Wellington:Wellington")),
    ];

    public static readonly Country[] Countries = Weighted.Select(entry => entry.Country).ToArray();

    public static readonly PickTable Pick = new(Weighted.Select(entry => entry.Weight).ToArray());

    public static int IndexOf(string country) => Array.FindIndex(Countries, known => string.Equals(known.Name, country, StringComparison.Ordinal));

    private static Country Of(
        string name, string other, int offset, int culture, string phone, string legalForms, string domain, string cities) =>
        new(
            name,
            CsvBuffer.Encode(name),
            CsvBuffer.Encode(other),
            offset,
            culture,
            CsvBuffer.Encode(phone),
            legalForms.Split('|').Select(form => System.Text.Encoding.UTF8.GetBytes(form)).ToArray(),
            CsvBuffer.Encode(domain),
            cities.Split('|').Select(city => city.Split(':')).Select(parts => new City(CsvBuffer.Encode(parts[0]), CsvBuffer.Encode(parts[1]))).ToArray());
}
