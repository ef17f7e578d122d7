namespace Strata.Web.Tests.Settings;

/// <summary>What an admin does under Settings, and what others do not.</summary>
[Collection(WebAppTests.Name)]
public sealed class SettingsTests(WebAppFixture app) : BrowserTests(app)
{
    [Fact]
    public async Task An_admin_adds_a_person_who_sets_a_password_and_signs_in()
    {
        await using AppPage admin = await App.OpenAsync();
        await admin.GoAsync("/settings/people");
        await ButtonOf(admin, "Add a person").ClickAsync();
        ILocator form = DialogOf(admin, "Add a person");
        await form.GetByLabel("Name").FillAsync("Grace Hopper");
        await form.GetByLabel("E-mail address").FillAsync("grace@example.com");
        await form.GetByRole(AriaRole.Radio, new LocatorGetByRoleOptions { Name = "Editor" }).CheckAsync();
        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Add", Exact = true }).ClickAsync();
        ILocator shown = DialogOf(admin, "Link for Grace Hopper");
        string link = await shown.GetByLabel("Link", new LocatorGetByLabelOptions { Exact = true }).InputValueAsync();
        await admin.ShouldBeAccessibleAsync();
        await shown.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Close", Exact = true }).Last.ClickAsync();

        await using AppPage grace = await App.OpenAsync(member: null);
        await grace.GoAsync(new Uri(link).PathAndQuery);
        await Assertions.Expect(grace.Page.GetByText("For Grace Hopper, who signs in as grace@example.com.")).ToBeVisibleAsync();
        await grace.Page.GetByLabel("New password", new PageGetByLabelOptions { Exact = true }).FillAsync("nine purple tractors");
        await grace.ShouldBeAccessibleAsync();
        await ButtonOf(grace, "Save and sign in").ClickAsync();
        await Assertions.Expect(ButtonOf(grace, "Account of Grace Hopper")).ToBeVisibleAsync();

        // From here on, whatever the page of hers that is open asks for is refused.
        grace.Expected.Add("401");
        await ButtonOf(admin, "Edit Grace Hopper").ClickAsync();
        await DialogOf(admin, "Edit Grace Hopper").GetByRole(AriaRole.Switch, new LocatorGetByRoleOptions { Name = "May not sign in" }).CheckAsync();
        await DialogOf(admin, "Edit Grace Hopper").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save" }).ClickAsync();
        await Assertions.Expect(RowOf(admin, "grace@example.com")).ToContainTextAsync("Disabled");
        await grace.Page.GotoAsync("/settings/webhooks");
        await grace.Page.WaitForURLAsync("**/sign-in?to=*");
    }

    [Fact]
    public async Task A_key_is_shown_once_works_and_is_revoked()
    {
        await using AppPage page = await App.OpenAsync();
        await page.GoAsync("/settings/keys");
        await ButtonOf(page, "Create a key").ClickAsync();
        ILocator form = DialogOf(page, "Create a key");
        await form.GetByLabel("Name").FillAsync("nightly export");
        await form.GetByRole(AriaRole.Radio, new LocatorGetByRoleOptions { Name = "read", Exact = true }).CheckAsync();
        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Create a key" }).ClickAsync();
        ILocator shown = DialogOf(page, "Your new key");
        string key = await shown.GetByLabel("Key", new LocatorGetByLabelOptions { Exact = true }).InputValueAsync();
        await shown.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Close", Exact = true }).Last.ClickAsync();
        (await StatusAsync(key)).ShouldBe(200);

        await ButtonOf(page, "Revoke nightly export").ClickAsync();
        await DialogOf(page, "Revoke nightly export?").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Revoke", Exact = true }).ClickAsync();
        await Assertions.Expect(RowOf(page, "nightly export")).ToContainTextAsync("Revoked");
        (await StatusAsync(key)).ShouldBe(401);
    }

    [Fact]
    public async Task A_webhook_is_made_looked_after_and_deleted()
    {
        await using AppPage page = await App.OpenAsync(Member.Editor);
        await page.GoAsync("/settings/webhooks");
        await ButtonOf(page, "Create a webhook").ClickAsync();
        ILocator form = DialogOf(page, "Create a webhook");
        await form.GetByLabel("Address").FillAsync("https://hooks.example.com/strata");
        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Create a webhook" }).ClickAsync();
        ILocator shown = DialogOf(page, "The secret of your new webhook");
        (await shown.GetByLabel("Secret", new LocatorGetByLabelOptions { Exact = true }).InputValueAsync()).ShouldStartWith("whsec_");
        await shown.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Close", Exact = true }).Last.ClickAsync();

        await page.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "https://hooks.example.com/strata" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Deliveries" })).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        await ButtonOf(page, "Send again").ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Send again" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("Changes are being sent again from offset")).ToBeVisibleAsync();

        await ButtonOf(page, "Delete").ClickAsync();
        await DialogOf(page, "Delete this webhook?").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Delete", Exact = true }).ClickAsync();
        await page.Page.WaitForURLAsync("**/settings/webhooks");
        await Assertions.Expect(page.Page.GetByText("https://hooks.example.com/strata", new PageGetByTextOptions { Exact = true })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_audit_log_says_what_was_done_and_its_filters_stand_in_the_address()
    {
        await using AppPage page = await App.OpenAsync();
        await page.GoAsync("/settings/audit?action=signIn&outcome=done");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("Sign in");

        await page.Page.GetByLabel("Who or what").FillAsync("nothing has this name");
        await Assertions.Expect(page.Page.GetByText("No entries")).ToBeVisibleAsync();
        await page.Page.WaitForURLAsync("**text=nothing*");
        await ButtonOf(page, "Clear the filters").ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/settings/people")]
    [InlineData("/settings/keys")]
    [InlineData("/settings/audit")]
    public async Task A_viewer_is_told_that_a_page_is_not_for_that_role(string path)
    {
        await using AppPage page = await App.OpenAsync(Member.Viewer);
        await page.Page.GotoAsync(path);

        await Assertions.Expect(page.Page.GetByText("This page is not for your role")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "API keys" })).ToHaveCountAsync(0);
    }

    private static ILocator ButtonOf(AppPage page, string name) => page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    private static ILocator DialogOf(AppPage page, string name) => page.Page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = name, Exact = true });

    private static ILocator RowOf(AppPage page, string text) => page.Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = text });

    private async Task<int> StatusAsync(string key)
    {
        using var client = new HttpClient { BaseAddress = App.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return (int)(await client.GetAsync("/v1/segments")).StatusCode;
    }
}
