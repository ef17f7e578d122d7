using System.Text.RegularExpressions;

namespace Strata.Web.Tests.Profile;

/// <summary>Finds who buys and makes it a segment; brushes the map of tiers; reorders a segmentation with the keyboard.</summary>
[Collection(WebAppTests.Name)]
public sealed class ProfileTests(WebAppFixture app) : BrowserTests(app)
{
    [Fact]
    public async Task The_profile_is_found_and_made_a_segment()
    {
        await using AppPage page = await App.OpenAsync(Member.Editor);
        await page.GoAsync("/profile?months=36");
        await page.SettleAsync();
        await Button(page, new Regex("^Find (the profile|it anew)$")).First.ClickAsync();
        await Assertions.Expect(Button(page, "Make this a segment")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        await Assertions.Expect(page.Page.GetByText("You win with")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "What each driver does to the odds of winning" })).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        await page.KeepPictureAsync("profile-found");

        await Button(page, "Make this a segment").ClickAsync();

        // A name that nobody has leads to an answer that there is none, which is no error.
        page.Expected.Add("404");
        await page.Page.GetByLabel("Name of the segment").FillAsync("profile-from-the-app");
        await Button(page, "Save the segment").ClickAsync();
        await page.Page.WaitForURLAsync("**/segments/profile-from-the-app");
        App.Run("count", "profile-from-the-app").Succeeded();
    }

    [Fact]
    public async Task A_region_of_the_map_is_counted_and_made_a_segment()
    {
        await using AppPage page = await App.OpenAsync(Member.Editor);
        await page.GoAsync("/profile/tiers?profile=target-market");
        await page.SettleAsync();
        await page.Page.GetByLabel("fit_score from").FillAsync("50");
        await page.Page.GetByLabel("fit_score from").BlurAsync();
        await Assertions.Expect(page.Page.GetByText(new Regex("accounts? in the region"))).ToBeVisibleAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("fitFrom=50"));

        await Button(page, "Make this a segment").ClickAsync();
        page.Expected.Add("404");
        await page.Page.GetByLabel("Name of the segment").FillAsync("region-from-the-app");
        await Button(page, "Save the segment").ClickAsync();
        await page.Page.WaitForURLAsync("**/segments/region-from-the-app");
        App.Run("count", "region-from-the-app").Succeeded();
    }

    [Fact]
    public async Task A_segmentation_is_reordered_with_the_keyboard_and_saved()
    {
        await using AppPage page = await App.OpenAsync(Member.Editor);
        await page.GoAsync("/profile/segmentations");
        await page.Page.GetByLabel("Name of the segmentation").FillAsync("Sizes of the-app");
        page.Expected.Add("404");
        await Button(page, "New segmentation").ClickAsync();
        await page.Page.WaitForURLAsync("**/profile/segmentations/sizes_of_the_app");
        await Textbox(page, "Name of group 1").FillAsync("Large");
        await Textbox(page, "Who is in group 1").FillAsync("employees >= 1000");
        await Button(page, "Add a group").ClickAsync();
        await Textbox(page, "Name of group 2").FillAsync("Middle");
        await Textbox(page, "Who is in group 2").FillAsync("employees >= 100");
        await Assertions.Expect(page.Page.GetByText(new Regex(@"\d in it"))).ToHaveCountAsync(2);
        await Button(page, "Save a version").ClickAsync();
        await Assertions.Expect(page.Page.GetByText("Version 1 of")).ToBeVisibleAsync();

        await Button(page, "Move Large down").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Textbox(page, "Name of group 1")).ToHaveValueAsync("Middle");
        await page.Page.GetByLabel("Why").FillAsync("the middle first");
        await Button(page, "Save a version").ClickAsync();
        await Assertions.Expect(page.Page.GetByText("Version 2 of")).ToBeVisibleAsync();

        await page.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Flow" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("Who moved where")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task A_score_is_trained_and_its_card_shown()
    {
        await using AppPage page = await App.OpenAsync(Member.Editor);
        await page.GoAsync("/profile/scores?score=win");
        await page.SettleAsync();
        await Assertions.Expect(page.Page.GetByText("Area under the curve").First).ToBeVisibleAsync();
        await Button(page, "Train anew").ClickAsync();
        await Assertions.Expect(Button(page, "Version 2")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 120_000 });
        await page.ShouldBeAccessibleAsync();
    }

    private static ILocator Textbox(AppPage page, string name) => page.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = name, Exact = true });

    private static ILocator Button(AppPage page, string name) => page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    private static ILocator Button(AppPage page, Regex name) => page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = name });
}
