using System.Text.RegularExpressions;

namespace Strata.Web.Tests.Accounts;

/// <summary>Accounts as somebody in sales uses them: find one, see why it is hot, ask why it is not in a segment.</summary>
[Collection(WebAppTests.Name)]
public sealed partial class AccountTests(WebAppFixture app) : BrowserTests(app)
{
    [Fact]
    public async Task An_account_is_found_opened_and_asked_why_it_is_not_in_a_segment()
    {
        await using AppPage window = await App.OpenAsync(Member.Viewer);
        IPage page = window.Page;
        await window.GoAsync("/accounts?segment=total-market&sort=name");
        string name = await page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Accounts" }).GetByRole(AriaRole.Link).First.InnerTextAsync();

        await window.GoAsync("/accounts");
        await page.GetByLabel("Search accounts").FillAsync(name);
        await Assertions.Expect(page).ToHaveURLAsync(SearchedUrl());
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name, Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name, Level = 1 })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Why now" }).GetByText("Engagement", new LocatorGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await window.ShouldBeAccessibleAsync();
        await window.KeepPictureAsync("account");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Why in a segment, or why not?" }).ClickAsync();
        ILocator drawer = page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = "Explanation" });
        await drawer.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Segment" }).FillAsync("Abandoned demo form");
        await page.GetByRole(AriaRole.Option, new PageGetByRoleOptions { Name = "Abandoned demo form" }).ClickAsync();
        await Assertions.Expect(drawer.GetByText("Clause by clause")).ToBeVisibleAsync();
        await Assertions.Expect(drawer.GetByText("the least that would have to happen")).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveURLAsync(ExplainedUrl());
        await window.ShouldBeAccessibleAsync();
        await window.KeepPictureAsync("account-explanation");
    }

    [Fact]
    public async Task A_list_is_narrowed_by_values_that_there_are_and_a_contact_is_opened()
    {
        await using AppPage window = await App.OpenAsync(Member.Viewer);
        IPage page = window.Page;
        await window.GoAsync("/accounts");
        await page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Country" }).FillAsync("germ");
        await page.GetByRole(AriaRole.Option, new PageGetByRoleOptions { NameRegex = GermanyWithCount() }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("values=.*Germany"));
        string count = App.Run("count", "country in (\"Germany\")").Succeeded().Trim();
        await Assertions.Expect(page.GetByText($"{count} rows")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await window.ShouldBeAccessibleAsync();

        await window.GoAsync("/contacts?values=" + Uri.EscapeDataString("{\"seniority\":[\"VP\"]}"));
        ILocator contact = page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Contacts" }).GetByRole(AriaRole.Link).First;
        string name = await contact.InnerTextAsync();
        await contact.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name, Level = 1 })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "What is known" }).First).ToContainTextAsync("VP");
        await window.ShouldBeAccessibleAsync();
        await window.ShouldFitAsync();
    }

    [Fact]
    public async Task Each_part_of_an_account_has_an_address_and_is_accessible()
    {
        await using AppPage window = await App.OpenAsync(Member.Viewer, AppPage.Narrow, ColorScheme.Dark);
        IPage page = window.Page;
        await window.GoAsync("/accounts?segment=target-accounts");
        await page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Accounts" }).GetByRole(AriaRole.Link).First.ClickAsync();
        var faults = new List<string>();
        foreach (string tab in (string[])["People", "Timeline", "Segments", "Scores", "Identity"])
        {
            await page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = tab }).ClickAsync();
            await Assertions.Expect(page).ToHaveURLAsync(new Regex($"tab={tab}", RegexOptions.IgnoreCase));
            await page.ReloadAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = tab, Selected = true })).ToBeVisibleAsync();
            faults.AddRange(await window.FaultsAsync());
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_condition_says_what_to_write_instead()
    {
        await using AppPage window = await App.OpenAsync(Member.Viewer);
        window.Expected.Add("400");
        await window.GoAsync("/accounts");
        await window.Page.GetByLabel("Condition").FillAsync("employes >= 500");
        await window.Page.GetByLabel("Condition").PressAsync("Enter");

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("employees");
    }

    [GeneratedRegex("[?&]q=")]
    private static partial Regex SearchedUrl();

    [GeneratedRegex(@"^Germany\s*[\d,]+$")]
    private static partial Regex GermanyWithCount();

    [GeneratedRegex("explain=behavioural-abandoned-demo")]
    private static partial Regex ExplainedUrl();
}
