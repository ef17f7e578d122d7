namespace Strata.Web.Tests.Data;

/// <summary>A person merges two accounts that are one, with the keyboard, and takes it back.</summary>
[Collection(WebAppTests.Name)]
public sealed class DuplicatesPageTests(WebAppFixture app) : BrowserTests(app)
{
    [Fact]
    public async Task Two_accounts_are_merged()
    {
        File.WriteAllText(
            Path.Combine(App.Folder, "e2e-twins.csv"),
            "Account ID,Account Name,Country,City\ntwin-1,Quartz Falcon Instruments GmbH,Germany,Kiel\ntwin-2,Quartz Falcon Instruments,Germany,Kiel\n");
        App.Run("import", "e2e-twins.csv", "--as", "accounts").Succeeded();
        await using AppPage page = await App.OpenAsync(Member.Editor);
        await page.GoAsync("/data/duplicates?of=accounts&first=twin-1&second=twin-2");
        ILocator pair = page.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Quartz Falcon Instruments GmbH · Quartz Falcon Instruments" });
        await Assertions.Expect(pair).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        await page.KeepPictureAsync("data-duplicates-pair-1280-Light");

        await page.Page.Keyboard.PressAsync("m");
        await Assertions.Expect(page.Page.GetByText("is merged into")).ToBeVisibleAsync();
        await Assertions.Expect(pair).ToHaveCountAsync(0);

        await page.Page.Keyboard.PressAsync("u");
        await Assertions.Expect(page.Page.GetByText("It is as it was")).ToBeVisibleAsync();
    }
}
