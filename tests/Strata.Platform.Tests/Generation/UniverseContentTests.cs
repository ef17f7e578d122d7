using System.Globalization;
using System.Text.Json;

namespace Strata.Platform.Tests.Generation;

/// <summary>One universe, read back: its rows refer to each other rightly and look like what they stand for.</summary>
public sealed class UniverseContentTests(UniverseContentTests.Content content) : IClassFixture<UniverseContentTests.Content>
{
    private readonly GeneratedUniverse _universe = content.Universe;
    private readonly List<Dictionary<string, string>> _accounts = content.Accounts;
    private readonly List<Dictionary<string, string>> _contacts = content.Contacts;
    private readonly List<Dictionary<string, string>> _events = content.Events;

    [Fact]
    public void Keys_are_unique_and_references_hold()
    {
        var accounts = Keys(_accounts, "Account ID");
        var emails = Keys(_contacts.Where(contact => contact["Email"].Length > 0), "Email");
        var opportunities = _universe.Read("opportunities");
        var deals = Keys(opportunities, "Opportunity ID");
        Keys(_contacts, "Contact ID").Count.ShouldBe(_contacts.Count);
        Keys(_events, "event_id").Count.ShouldBe(_events.Count);
        string[] files = ["contacts", "technologies", "opportunities", "subscriptions", "spend"];
        files.SelectMany(_universe.Read).ShouldAllBe(row => accounts.Contains(row["Account ID"]));
        _universe.Read("opportunity_stages").ShouldAllBe(row => deals.Contains(row["Opportunity ID"]));
        _events.ShouldAllBe(row => row["account_id"].Length == 0 || accounts.Contains(row["account_id"]));
        _events.ShouldAllBe(row => row["contact_email"].Length == 0 || emails.Contains(row["contact_email"]));
        _accounts.ShouldAllBe(row => row["Parent Account ID"].Length == 0 || accounts.Contains(row["Parent Account ID"]));
        _universe.Read("technologies").Select(row => (row["Account ID"], row["Product"])).ShouldBeUnique();
    }

    [Fact]
    public void Events_name_the_person_and_the_account_alike()
    {
        var accountOf = _contacts.Where(contact => contact["Email"].Length > 0)
            .ToDictionary(contact => contact["Email"], contact => contact["Account ID"], StringComparer.Ordinal);
        _events.Where(row => row["contact_email"].Length > 0).ShouldAllBe(row => accountOf[row["contact_email"]] == row["account_id"]);
    }

    [Fact]
    public void Events_happen_in_the_window_mostly_on_working_days()
    {
        var days = _events.Select(row => DateTimeOffset.Parse(row["timestamp"], CultureInfo.InvariantCulture)).ToList();
        var asOf = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        days.ShouldAllBe(day => day >= asOf.AddDays(-180) && day < asOf);
        days.Count(day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).ShouldBeLessThan(days.Count / 7);
    }

    [Fact]
    public void Every_type_of_event_occurs_and_some_forms_are_abandoned()
    {
        var types = _events.CountBy(row => row["event_type"]).ToDictionary();
        string[] expected =
        [
            "page_view", "form_start", "form_submit", "download", "webinar", "video", "email_open", "email_click", "email_reply", "ad_impression",
            "ad_click", "usage", "intent", "news", "review", "meeting", "call", "ticket", "survey",
        ];
        types.Keys.ShouldBe(expected, ignoreOrder: true);
        types["page_view"].ShouldBeInRange(_events.Count / 4, _events.Count * 3 / 4);
        types["form_submit"].ShouldBeInRange(types["form_start"] / 3, types["form_start"] * 4 / 5);
    }

    [Fact]
    public void Some_visitors_are_anonymous_and_the_truth_knows_them()
    {
        using var truth = JsonDocument.Parse(File.ReadAllText(Path.Combine(_universe.Folder, "truth.json")));
        var known = truth.RootElement.GetProperty("anonymous_visitors").EnumerateArray()
            .Select(visitor => visitor.GetProperty("anonymous_id").GetString()!).ToList();
        known.ShouldBeUnique();
        var anonymous = _events.Where(row => row["account_id"].Length == 0).ToList();
        anonymous.Count.ShouldBeInRange(_events.Count / 25, _events.Count / 8);
        anonymous.ShouldAllBe(row => row["contact_email"].Length == 0);
        anonymous.Select(row => row["anonymous_id"]).Distinct().Order().ShouldBe(known.Order());
    }

    [Fact]
    public void Near_duplicates_are_few_alike_and_in_the_truth()
    {
        using var truth = JsonDocument.Parse(File.ReadAllText(Path.Combine(_universe.Folder, "truth.json")));
        var pairs = truth.RootElement.GetProperty("duplicates").EnumerateArray().ToList();
        pairs.Count.ShouldBeInRange(_accounts.Count * 2 / 100, _accounts.Count * 4 / 100);
        var byId = _accounts.ToDictionary(account => account["Account ID"], StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var original = byId[pair.GetProperty("account_id").GetString()!];
            var duplicate = byId[pair.GetProperty("duplicate_id").GetString()!];
            duplicate["Account Name"].ShouldNotBe(original["Account Name"]);
            duplicate["Account Name"][..4].ShouldBe(original["Account Name"][..4], StringCompareShould.IgnoreCase);
        }

        // Apart from those, no two accounts share a website.
        var duplicates = pairs.Select(pair => pair.GetProperty("duplicate_id").GetString()!).ToHashSet(StringComparer.Ordinal);
        _accounts.Where(account => !duplicates.Contains(account["Account ID"]) && account["Website"].Length > 0)
            .Select(account => account["Website"].Replace("https://", "", StringComparison.Ordinal).Replace("http://", "", StringComparison.Ordinal)
                .Replace("www.", "", StringComparison.Ordinal).TrimEnd('/'))
            .ShouldBeUnique();
    }

    [Fact]
    public void Sizes_countries_and_activity_are_spread_as_in_life()
    {
        var employees = _accounts.Where(row => row["Number of Employees"].Length > 0).Select(row => Number(row["Number of Employees"])).Order().ToList();
        employees[employees.Count / 2].ShouldBeInRange(80, 250);
        employees[^(employees.Count / 100)].ShouldBeGreaterThan(4000);
        _accounts.Count(row => string.Equals(row["Billing Country"], "United States", StringComparison.Ordinal)).ShouldBeInRange(_accounts.Count / 4, _accounts.Count / 2);
        _accounts.Count(row => row["Number of Employees"].Length == 0).ShouldBeInRange(1, _accounts.Count / 15);

        var activity = _events.Where(row => row["account_id"].Length > 0).CountBy(row => row["account_id"]).Select(pair => pair.Value).OrderDescending().ToList();
        activity.Take(_accounts.Count / 10).Sum().ShouldBeGreaterThan(_events.Count / 4);
    }

    [Fact]
    public void Technologies_occur_together()
    {
        var byAccount = _universe.Read("technologies").GroupBy(row => row["Account ID"], row => row["Product"]).Select(group => group.ToHashSet(StringComparer.Ordinal)).ToList();
        var sales = byAccount.Where(products => products.Contains("Salesforce")).ToList();
        var others = byAccount.Where(products => !products.Contains("Salesforce")).ToList();
        Share(sales, "Gong").ShouldBeGreaterThan(2 * Share(others, "Gong"));
        Share(others, "Microsoft Dynamics 365").ShouldBeGreaterThan(2 * Share(sales, "Microsoft Dynamics 365"));
    }

    [Fact]
    public void Stages_of_a_deal_follow_one_another_up_to_its_present_one()
    {
        var history = _universe.Read("opportunity_stages").GroupBy(row => row["Opportunity ID"]).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        foreach (var deal in _universe.Read("opportunities"))
        {
            var stages = history[deal["Opportunity ID"]];
            stages[^1]["Stage"].ShouldBe(deal["Stage"]);
            stages[0]["Changed At"].ShouldBe(deal["Created Date"]);
            stages.Select(stage => stage["Changed At"]).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
            (deal["Closed"] == "true").ShouldBe(deal["Close Date"].Length > 0);
            (deal["Won"] == "true").ShouldBe(deal["Stage"] == "Closed Won");
        }
    }

    private static double Share(List<HashSet<string>> accounts, string product) => accounts.Count(products => products.Contains(product)) / (double)accounts.Count;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static HashSet<string> Keys(IEnumerable<Dictionary<string, string>> rows, string column)
    {
        var keys = rows.Select(row => row[column]).ToList();
        keys.ShouldBeUnique();
        return keys.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The universe, generated once for the class.</summary>
    public sealed class Content : IAsyncLifetime
    {
        public GeneratedUniverse Universe { get; private set; } = null!;

        public List<Dictionary<string, string>> Accounts { get; private set; } = [];

        public List<Dictionary<string, string>> Contacts { get; private set; } = [];

        public List<Dictionary<string, string>> Events { get; private set; } = [];

        public async Task InitializeAsync()
        {
            Universe = await GeneratedUniverse.CreateAsync(options => options with { Accounts = 8000, Events = 120_000 });
            Accounts = Universe.Read("accounts");
            Contacts = Universe.Read("contacts");
            Events = Universe.Read("events");
        }

        public Task DisposeAsync()
        {
            Universe.Dispose();
            return Task.CompletedTask;
        }
    }
}
