using System.Globalization;
using System.Text.RegularExpressions;

namespace Strata.Web.Tests.Segments;

/// <summary>A definition is built as blocks, as text and both, counted after every edit, and saved.</summary>
[Collection(WebAppTests.Name)]
public sealed class BuilderTests(WebAppFixture app) : BrowserTests(app)
{
    private const string Example =
        "any(intent where topic in (\"GTM platform\", \"Sales automation\") and score >= 60) in last 30 days"
        + " and count(page_view where page = \"pricing\" and seconds >= 10) in last 30 days >= 2";

    [Fact]
    public async Task Worked_example_two_is_built_by_hand_edited_as_text_and_saved()
    {
        await using AppPage window = await App.OpenAsync(Member.Editor);
        IPage page = window.Page;
        await window.GoAsync("/segments/new");

        await BuildExampleAsync(page);
        await Assertions.Expect(TextOf(page)).ToHaveTextAsync(new Regex(@"count\(page_view where page = ""pricing"" and seconds >= 10\) in last 30 days >= 2"));
        string counted = App.Run("count", Example, "--json").Succeeded();
        long expected = System.Text.Json.JsonDocument.Parse(counted).RootElement.GetProperty("count").GetInt64();
        await Assertions.Expect(page.GetByTestId("total")).ToHaveAttributeAsync("data-count", expected.ToString(CultureInfo.InvariantCulture));
        await Assertions.Expect(page.GetByTestId("clause-count")).ToHaveCountAsync(2);
        await window.KeepPictureAsync("builder");

        await TypeAsync(page, Example.Replace("score >= 60", "score >= 70", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByRole(AriaRole.Group, Named("Condition 1")).GetByRole(AriaRole.Group, Inner("Filter 2")).GetByLabel("Value")).ToHaveValueAsync("70");
        await page.GetByRole(AriaRole.Button, Button("Undo")).ClickAsync();
        await Assertions.Expect(TextOf(page)).ToContainTextAsync("score >= 60");

        await SaveAsync(page, "In market by hand", "worked example 2", "in-market-by-hand");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, Heading("In market by hand"))).ToBeVisibleAsync();
        await window.GoAsync("/segments?q=by%20hand");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "In market by hand" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_wrong_is_shown_where_it_stands_and_nothing_can_be_saved()
    {
        await using AppPage window = await App.OpenAsync(Member.Editor);
        await window.GoAsync("/segments/new");
        await TypeAsync(window.Page, "employes >= 500");

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert).Filter(new LocatorFilterOptions { HasText = "employees" }).First).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, Button("Save"))).ToBeDisabledAsync();
    }

    [Fact]
    public async Task A_change_is_compared_saved_and_taken_back()
    {
        await using AppPage window = await App.OpenAsync(Member.Editor);
        IPage page = window.Page;
        await window.GoAsync("/segments/new?where=employees%20%3E%3D%20500");
        await SaveAsync(page, "Five hundred and more", "to begin with", "five-hundred-and-more");
        await page.GetByRole(AriaRole.Button, Button("Edit")).ClickAsync();
        await TypeAsync(page, "employees >= 1000");
        await page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "What changes" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("entering")).ToHaveTextAsync("0");
        await Assertions.Expect(page.GetByTestId("leaving")).Not.ToHaveTextAsync("0");
        await SaveAsync(page, null, "fewer, larger", "five-hundred-and-more");

        await page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "History" }).ClickAsync();
        ILocator first = page.GetByRole(AriaRole.Article, new PageGetByRoleOptions { Name = "Version 1" });
        await Assertions.Expect(first).ToContainTextAsync("to begin with");
        await first.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Restore" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Restore" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Article, new PageGetByRoleOptions { Name = "Version 3" })).ToContainTextAsync("version 1 again");
    }

    [Fact]
    public async Task Whoever_may_only_look_saves_nothing()
    {
        await using AppPage window = await App.OpenAsync(Member.Viewer);
        window.Expected.Add("403");
        IPage page = window.Page;
        await window.GoAsync("/segments/new?where=employees%20%3E%3D%20500");
        await FillSaveAsync(page, "Not mine to save", "because");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog).GetByText("It could not be saved")).ToBeVisibleAsync();
        (await page.APIRequest.GetAsync("/v1/segments/not-mine-to-save")).Status.ShouldBe(404);
    }

    private static async Task BuildExampleAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "First condition" }).FillAsync("GTM platform");
        await page.GetByRole(AriaRole.Option, new PageGetByRoleOptions { NameRegex = new Regex("intent where topic = \"GTM platform\"") }).ClickAsync();
        ILocator first = page.GetByRole(AriaRole.Group, Named("Condition 1"));
        ILocator topic = first.GetByRole(AriaRole.Group, Inner("Filter 1"));
        await topic.GetByLabel("Comparison").First.ClickAsync();
        await page.GetByRole(AriaRole.Option, Option("is one of")).ClickAsync();
        await topic.GetByLabel("Values").First.FillAsync("Sales automation");
        await page.Keyboard.PressAsync("Enter");
        await AddFilterAsync(page, first, "score", "60");

        await page.GetByRole(AriaRole.Button, Button("Add a condition")).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Add a condition" }).FillAsync("pricing");
        await page.GetByRole(AriaRole.Option, new PageGetByRoleOptions { NameRegex = new Regex("page_view where page = \"pricing\"") }).ClickAsync();
        ILocator second = page.GetByRole(AriaRole.Group, Named("Condition 2"));
        await second.GetByLabel("What is asked").First.ClickAsync();
        await page.GetByRole(AriaRole.Option, Option("Number of")).ClickAsync();
        await AddFilterAsync(page, second, "seconds", "10");
    }

    private static async Task AddFilterAsync(IPage page, ILocator condition, string field, string value)
    {
        await condition.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Add a filter" }).ClickAsync();
        await condition.GetByLabel("Add a filter").First.FillAsync(field);
        await page.GetByRole(AriaRole.Option, Option(field)).ClickAsync();
        await condition.GetByRole(AriaRole.Group, Inner("Filter 2")).GetByLabel("Value").First.FillAsync(value);
    }

    private static async Task SaveAsync(IPage page, string? title, string reason, string slug)
    {
        await FillSaveAsync(page, title, reason);
        await page.WaitForURLAsync(new Regex($"/segments/{slug}$"));
    }

    private static async Task FillSaveAsync(IPage page, string? title, string reason)
    {
        await page.GetByRole(AriaRole.Button, Button("Save")).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        if (title is not null)
        {
            await dialog.GetByLabel("Name").FillAsync(title);
        }

        await dialog.GetByLabel("Why").FillAsync(reason);
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save", Exact = true }).ClickAsync();
    }

    private static async Task TypeAsync(IPage page, string text)
    {
        await TextOf(page).ClickAsync();
        await page.Keyboard.PressAsync("ControlOrMeta+A");
        await page.Keyboard.InsertTextAsync(text);
    }

    private static ILocator TextOf(IPage page) => page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Text: Who is in" });

    private static PageGetByRoleOptions Named(string name) => new() { Name = name, Exact = true };

    private static LocatorGetByRoleOptions Inner(string name) => new() { Name = name, Exact = true };

    private static PageGetByRoleOptions Button(string name) => new() { Name = name, Exact = true };

    private static PageGetByRoleOptions Option(string name) => new() { Name = name, Exact = true };

    private static PageGetByRoleOptions Heading(string name) => new() { Name = name, Level = 1 };
}
