using System.Text.RegularExpressions;

namespace Strata.Web.Tests.Documentation;

/// <summary>
/// What the documentation's pictures show is there. <c>STRATA_SCREENSHOTS=$PWD/docs/images ./test PictureTests</c> takes the pictures anew.
/// </summary>
[Collection(WebAppTests.Name)]
public sealed class PictureTests(WebAppFixture app) : BrowserTests(app)
{
    [Fact]
    public async Task Home()
    {
        await using AppPage page = await App.OpenAsync();
        await page.GoAsync("/");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Needs attention" }).GetByRole(AriaRole.Link).First).ToBeVisibleAsync();
        await page.KeepPictureAsync("home");
    }

    [Fact]
    public async Task Builder()
    {
        await using AppPage page = await App.OpenAsync();
        await page.GoAsync("/segments/technographic-salesforce-no-automation/edit");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First).ToBeVisibleAsync();
        await page.KeepPictureAsync("builder");
    }

    [Fact]
    public async Task Segment()
    {
        await using AppPage page = await App.OpenAsync();
        await page.GoAsync("/segments/target-accounts");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First).ToBeVisibleAsync();
        await page.KeepPictureAsync("segment");
    }

    [Fact]
    public async Task Explanation()
    {
        await using AppPage page = await App.OpenAsync();
        await page.GoAsync("/accounts?segment=target-accounts&sort=-fit_score");
        await page.Page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Accounts" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await page.Page.WaitForURLAsync("**/accounts/*");
        await page.GoAsync(new Uri(page.Page.Url).AbsolutePath + "?explain=technographic-salesforce-no-automation");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = "Explanation" }).GetByText("Clause by clause")).ToBeVisibleAsync();
        await page.KeepPictureAsync("explanation");
    }

    [Fact]
    public async Task Profile()
    {
        await using AppPage page = await App.OpenAsync(scheme: ColorScheme.Dark);
        await page.GoAsync("/profile?months=36");
        await page.SettleAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("^Find (the profile|it anew)$") }).First.ClickAsync();
        await Assertions.Expect(page.Page.GetByText("You win with")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        await page.KeepPictureAsync("profile-dark");
    }
}
