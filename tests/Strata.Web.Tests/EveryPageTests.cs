namespace Strata.Web.Tests;

/// <summary>What holds for every page: it opens, passes axe-core, fits its window, and tells of no error, narrow and wide, light and dark.</summary>
[Collection(WebAppTests.Name)]
public sealed class EveryPageTests(WebAppFixture app) : BrowserTests(app)
{
    /// <summary>The address of every page; a page with an id is opened by one that the demo has.</summary>
    public static TheoryData<string> Pages() =>
    [
        "/", "/segments", "/segments/new", "/segments/target-accounts", "/segments/target-accounts/edit", "/accounts", "/contacts", "/proposals", "/profile", "/profile/scores", "/profile/tiers", "/profile/topics",
        "/profile/segmentations", "/profile/segmentations/tier", "/data/import", "/data/sources", "/data/events", "/data/catalog", "/data/quality", "/data/duplicates",
        "/data/identity", "/settings/people", "/settings/keys", "/settings/webhooks", "/settings/audit",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_accessible_and_fits_wide_and_light_narrow_and_dark(string path)
    {
        await using AppPage page = await App.OpenAsync();
        await page.GoAsync(path);
        string name = path == "/" ? "home" : path.Trim('/').Replace('/', '-');
        List<string> faults = await page.FaultsAsync();
        await page.KeepPictureAsync($"{name}-1280-Light");

        await page.ShowAsAsync(AppPage.Narrow, ColorScheme.Dark);
        faults.AddRange(await page.FaultsAsync());
        await page.KeepPictureAsync($"{name}-390-Dark");
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_says_so()
    {
        await using AppPage page = await App.OpenAsync();
        await page.GoAsync("/no-such-page");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "There is no such page" })).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();

        // What is looked for is found: a button that nothing names.
        await page.Page.EvaluateAsync("() => document.querySelector('main').append(document.createElement('button'))");
        (await page.ViolationsAsync()).ShouldContain(violation => violation.Contains("button-name", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/settings/people", "Add a person", "Edit The viewer")]
    [InlineData("/settings/keys", "Create a key")]
    [InlineData("/settings/webhooks", "Create a webhook")]
    [InlineData("/data/catalog", "Columns", "Account of The admin", "Colour scheme")]
    public async Task What_a_button_opens_is_accessible(string path, params string[] buttons)
    {
        await using AppPage page = await App.OpenAsync();
        await page.GoAsync(path);
        var faults = new List<string>();
        foreach (string button in buttons)
        {
            await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
            await Assertions.Expect(page.Page.Locator("[role=dialog]:visible, [role=menu]:visible").First).ToBeVisibleAsync();
            faults.AddRange((await page.ViolationsAsync()).Select(fault => $"{button}: {fault}"));
            await page.Page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.Page.Locator("[role=dialog]:visible, [role=menu]:visible")).ToHaveCountAsync(0);
        }

        faults.ShouldBeEmpty();
    }
}
