namespace Strata.Web.Tests;

/// <summary>What holds for every page: it opens, passes axe-core, fits its window, and tells of no error, narrow and wide, light and dark.</summary>
[Collection(WebAppTests.Name)]
public sealed class EveryPageTests(WebAppFixture app)
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
    public async Task A_page_is_accessible_wide_and_light(string path) => await CheckAsync(path, 1280, ColorScheme.Light);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_accessible_narrow_and_dark(string path) => await CheckAsync(path, 390, ColorScheme.Dark);

    [Fact]
    public async Task An_address_that_leads_nowhere_says_so()
    {
        await using AppPage page = await app.OpenAsync();
        await page.GoAsync("/no-such-page");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "There is no such page" })).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
    }

    [Theory]
    [InlineData("/settings/people", "Add a person")]
    [InlineData("/settings/people", "Edit The viewer")]
    [InlineData("/settings/keys", "Create a key")]
    [InlineData("/settings/webhooks", "Create a webhook")]
    [InlineData("/data/catalog", "Columns")]
    [InlineData("/data/catalog", "Account of The admin")]
    [InlineData("/data/catalog", "Colour scheme")]
    public async Task What_a_button_opens_is_accessible(string path, string button)
    {
        await using AppPage page = await app.OpenAsync();
        await page.GoAsync(path);
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("[role=dialog]:visible, [role=menu]:visible").First).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Page.Locator("[role=dialog]:visible, [role=menu]:visible")).ToHaveCountAsync(0);
    }

    private async Task CheckAsync(string path, int width, ColorScheme scheme)
    {
        await using AppPage page = await app.OpenAsync(Member.Admin, width, scheme);
        await page.GoAsync(path);
        await page.ShouldBeAccessibleAsync();
        await page.ShouldFitAsync();
        string name = path == "/" ? "home" : path.Trim('/').Replace('/', '-');
        await page.KeepPictureAsync($"{name}-{width}-{scheme}");
    }
}
