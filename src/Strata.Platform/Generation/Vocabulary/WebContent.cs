using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;

namespace Strata.Platform.Generation.Vocabulary;

/// <summary>What the vendor of this universe publishes, sells, asks and hears: the values of event properties, as CSV cells.</summary>
internal static class WebContent
{
    private static readonly (double Weight, string Name, string Path, string Title)[] PageList =
    [
        (20, "home", "/", "Lumenar | The GTM platform"),
        (17, "product", "/product", "Product tour | Lumenar"),
        (17, "blog", "/blog", "Blog | Lumenar"),
        (11, "docs", "/docs", "Documentation | Lumenar"),
        (7, "customers", "/customers", "Customer stories | Lumenar"),
        (6, "integrations", "/integrations", "Integrations | Lumenar"),
        (5, "pricing", "/pricing", "Pricing | Lumenar"),
        (4, "demo", "/demo", "Request a demo | Lumenar"),
        (3, "security", "/trust/security", "Security and compliance | Lumenar"),
        (3, "comparison", "/compare", "Compare | Lumenar"),
        (3, "careers", "/careers", "Careers | Lumenar"),
        (2, "about", "/about", "About us | Lumenar"),
        (2, "webinars", "/webinars", "Webinars | Lumenar"),
    ];

    /// <summary><c>page,path,url,title</c> of each page.</summary>
    public static readonly byte[][] Pages = PageList
        .Select(page => System.Text.Encoding.UTF8.GetBytes($"{page.Name},{page.Path},https://www.lumenar.example{page.Path},{page.Title}"))
        .ToArray();

    public static readonly PickTable PickPage = new(PageList.Select(page => page.Weight).ToArray());

    public static readonly int PricingPage = IndexOf("pricing");
    public static readonly int ProductPage = IndexOf("product");
    public static readonly int DemoPage = IndexOf("demo");

    public static readonly byte[][] Referrers = Cells("https://www.google.com/|https://www.google.com/|https://www.bing.com/|https://www.linkedin.com/|https://www.g2.com/|https://news.ycombinator.com/");
    public static readonly byte[][] Campaigns = Cells("2026-q3-abm-enterprise|2026-q4-abm-midmarket|2026-product-launch|2026-pricing-retarget|nurture-onboarding|nurture-evaluation|newsletter|webinar-invite|event-follow-up|win-back");
    public static readonly byte[][] Forms = Cells("demo|contact|newsletter|trial|webinar");
    public static readonly PickTable PickForm = new(30, 20, 22, 16, 12);
    public static readonly byte[][] Assets = Cells("ABM Playbook|ROI Calculator|State of B2B Data 2026|Security Whitepaper|Buyer's Guide to GTM Platforms|Migration Checklist|Customer Stories Collection");
    public static readonly byte[][] AssetTopics = Cells("Account-based marketing|Return on investment|B2B data|Data security|GTM platform|Data migration|Customer stories");
    public static readonly byte[][] Webinars = Cells("ABM in 30 Minutes|Forecasting That Holds|Data Quality Clinic|Product Roadmap Q4|From MQL to MQA|Security Deep Dive");
    public static readonly byte[][] Videos = Cells("Product overview|Customer story: logistics|Integration walkthrough|Pricing explained");
    public static readonly byte[][] Channels = Cells("LinkedIn|LinkedIn|Google Ads|Google Ads|Display|Meta|Reddit");
    public static readonly byte[][] Features = Cells("dashboard|segments|reports|api|exports|forecasting|alerts|integrations|admin");
    public static readonly byte[][] IntentTopics = Cells("GTM platform|Sales automation|Account-based marketing|Customer data platform|Marketing automation|Revenue intelligence|Data enrichment|Lead scoring|Intent data|Sales forecasting|Data privacy|CRM migration");
    public static readonly byte[][] IntentStages = Cells("upstream|downstream");
    public static readonly byte[][] NewsKinds = Cells("funding|leadership change|project|merger|hiring|layoff");
    public static readonly PickTable PickNews = new(22, 24, 16, 8, 22, 8);

    public static readonly byte[][][] NewsTexts =
    [
        Cells("Raises new round to expand abroad|Announces growth investment|Closes funding led by existing investors"),
        Cells("Appoints new Chief Revenue Officer|Names new Chief Financial Officer|New CEO takes over from founder|Hires VP of Marketing"),
        Cells("Starts digital transformation programme|Opens new headquarters|Begins data platform modernisation"),
        Cells("To acquire smaller competitor|Agrees to merge with industry peer"),
        Cells("Doubling the sales team this year|Opens 40 new engineering roles|Expands marketing organisation"),
        Cells("Reduces workforce by eight percent|Restructures regional offices"),
    ];

    public static readonly byte[][] ReviewSites = Cells("G2|Capterra|TrustRadius|Gartner Peer Insights");
    public static readonly byte[][] ReviewProducts = Cells("Lumenar|Lumenar|Demandbright|Pipestream|AccountIQ");
    public static readonly byte[][] ReviewKinds = Cells("profile view|comparison|review|category view");
    public static readonly byte[][] MeetingOutcomes = Cells("held|held|held|held|no show|rescheduled|cancelled");
    public static readonly byte[][] MeetingNotes = Cells("Discovery: wants one view of accounts|Walked through pricing and packaging|Security questions, sent whitepaper|Met the new sponsor, budget next quarter|Quarterly business review|Asked for references in their industry");
    public static readonly byte[][] CallOutcomes = Cells("connected|connected|voicemail|voicemail|no answer|not interested|meeting booked");
    public static readonly byte[][] TicketThemes = Cells("integrations|performance|billing|onboarding|data quality|permissions|reporting");
    public static readonly byte[][] Severities = Cells("low|medium|high|critical");
    public static readonly PickTable PickSeverity = new(40, 38, 17, 5);

    /// <summary><c>question,answer</c>: the first two questions tell attitudes, the last two needs.</summary>
    public static readonly byte[][] SurveyCells =
    [
        .. Answers("What matters most when you choose a vendor?", "Innovation|Security and compliance|Lowest cost|Service and support|Ease of use"),
        .. Answers("How do you adopt new technology?", "First among our peers|Once others have proved it|When we must"),
        .. Answers("What is your main challenge this year?", "Pipeline growth|Data quality|Sales and marketing alignment|Customer retention|Reporting"),
        .. Answers("When do you plan to buy?", "Within 3 months|Within 6 months|Within a year|No plans"),
    ];

    public static readonly byte[][] Products = Cells("Lumenar Core|Lumenar Insights|Lumenar Activate|Lumenar Data Cloud");
    public static readonly int[] ProductPrice = [24_000, 18_000, 30_000, 52_000];
    public static readonly byte[][] Plans = Cells("Team|Business|Enterprise");
    public static readonly byte[][] LossReasons = Cells("Price|No decision|Competitor|Missing feature|Timing|No budget|Lost contact");
    public static readonly PickTable PickLoss = new(22, 26, 20, 11, 11, 7, 3);
    public static readonly byte[][] SpendCategories = Cells("Marketing software|Sales software|Data and analytics|Cloud infrastructure|Advertising");

    public static readonly byte[][] Owners = Cells(
        "Dana Whitfield|Marcus Oyelaran|Sofia Lindqvist|Ravi Subramaniam|Claire Beaumont|Tomás Herrera|Aiko Morishita|Ben Achterberg|Leila Hamdan|Nathan Price"
        + "|Ingrid Solheim|Kwame Asante|Julia Brandt|Mateusz Zielony|Priya Raman|Oliver Stanton");

    /// <summary>Attitudes that a research team tags accounts with.</summary>
    public static readonly byte[][] AttitudeTags = Cells("Innovator|Pragmatist|Conservative|Cost-focused|Security-first|Sustainability-led");
    public static readonly byte[][] MarketingTags = Cells("Named account|Event 2026|Partner referral|Newsletter|Webinar attendee|Advisory board");

    public static readonly byte[][] CommitteeRoles = Cells("Economic buyer|Technical evaluator|End user|Executive sponsor|Champion|Influencer|Initiator|Gatekeeper|Detractor|Decider");
    public static readonly byte[][] Ownerships = Cells("Public|Private|PE-backed|Nonprofit|Government");
    public static readonly byte[][] GrowthStages = Cells("Seed|Early stage|Growth|Mature|Declining");
    public static readonly byte[][] Healths = Cells("Green|Yellow|Red");
    public static readonly byte[][] EmailStatuses = Cells("Valid|Valid|Valid|Valid|Valid|Valid|Valid|Accept all|Unknown|Invalid");

    private static int IndexOf(string page) => Array.FindIndex(PageList, known => string.Equals(known.Name, page, StringComparison.Ordinal));

    private static byte[][] Cells(string texts) => CsvBuffer.EncodeAll(texts.Split('|'));

    private static IEnumerable<byte[]> Answers(string question, string answers) =>
        answers.Split('|').Select(answer => System.Text.Encoding.UTF8.GetBytes($"{question},{answer}"));
}
