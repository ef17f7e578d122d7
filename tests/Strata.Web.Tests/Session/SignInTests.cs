namespace Strata.Web.Tests.Session;

/// <summary>Signing in and out, as people do.</summary>
[Collection(WebAppTests.Name)]
public sealed class SignInTests(WebAppFixture app) : BrowserTests(app)
{
    [Fact]
    public async Task Somebody_signs_in_comes_back_to_the_page_and_signs_out()
    {
        await using AppPage page = await App.OpenAsync(member: null);
        await page.GoAsync("/settings/webhooks");
        await page.Page.WaitForURLAsync("**/sign-in?to=*");
        await page.ShouldBeAccessibleAsync();

        await page.SignInAsync(WebAppFixture.EmailOf(Member.Editor), WebAppFixture.Password);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Webhooks", Exact = true })).ToBeVisibleAsync();

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Account of The editor" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await page.Page.WaitForURLAsync("**/sign-in");
        await page.Page.GotoAsync("/settings/webhooks");
        await page.Page.WaitForURLAsync("**/sign-in?to=*");
    }

    [Fact]
    public async Task A_wrong_password_is_told_of_without_a_word_on_who_has_an_account()
    {
        await using AppPage page = await App.OpenAsync(member: null);
        page.Expected.Add("401");
        await page.GoAsync("/sign-in");
        await page.Page.GetByLabel("E-mail").FillAsync("nobody@example.com");
        await page.Page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync("wrong wrong wrong");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The e-mail address or the password is wrong, or the account is locked.");
        await page.ShouldBeAccessibleAsync();
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Nobody_is_led_away_after_signing_in(string to)
    {
        await using AppPage page = await App.OpenAsync(member: null);
        await page.GoAsync("/sign-in?to=" + Uri.EscapeDataString(to));
        await page.SignInAsync(WebAppFixture.EmailOf(Member.Viewer), WebAppFixture.Password);

        new Uri(page.Page.Url).GetLeftPart(UriPartial.Authority).ShouldBe(App.Address.GetLeftPart(UriPartial.Authority));
        new Uri(page.Page.Url).AbsolutePath.ShouldBe("/");
    }

    [Fact]
    public async Task A_link_that_was_used_is_told_of()
    {
        await using AppPage page = await App.OpenAsync(member: null);
        page.Expected.Add("403");
        await page.GoAsync("/set-password?token=used");

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This link is not accepted");
        await page.ShouldBeAccessibleAsync();
    }
}
