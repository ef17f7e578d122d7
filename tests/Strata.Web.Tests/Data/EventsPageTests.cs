using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Strata.Web.Tests.Data;

/// <summary>A person watches an event arrive.</summary>
[Collection(WebAppTests.Name)]
public sealed class EventsPageTests(WebAppFixture app) : BrowserTests(app)
{
    [Fact]
    public async Task An_event_appears_the_moment_it_arrives_with_whose_it_is()
    {
        string key = JsonDocument.Parse(App.Run("keys", "create", "--scope", "track", "--json").Succeeded()).RootElement.GetProperty("key").GetString()!;
        await using AppPage page = await App.OpenAsync(Member.Viewer);
        await page.GoAsync("/data/events?find=e2e-watched");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Status).Filter(new LocatorFilterOptions { HasText = "Live" })).ToBeVisibleAsync();

        using var client = new HttpClient { BaseAddress = App.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{key}:")));
        (await client.PostAsJsonAsync("/v1/track", new { anonymousId = "e2e-watched", @event = "Demo Requested" })).EnsureSuccessStatusCode();

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "track · Demo Requested" }).ClickAsync();
        ILocator details = page.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(details.GetByText("The visitor was never identified.")).ToBeVisibleAsync();
        await Assertions.Expect(details.GetByText("\"anonymousId\": \"e2e-watched\"")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        await page.KeepPictureAsync("data-events-message-1280-Light");
    }
}
