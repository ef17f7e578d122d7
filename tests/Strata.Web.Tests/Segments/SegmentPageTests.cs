using System.Text.RegularExpressions;

namespace Strata.Web.Tests.Segments;

/// <summary>A segment is looked at from every side, and its members are taken along.</summary>
[Collection(WebAppTests.Name)]
public sealed class SegmentPageTests(WebAppFixture app) : BrowserTests(app)
{
    /// <summary>The tabs of a segment's page, each with words that are there once its answer is.</summary>
    private static readonly (string Tab, string Says)[] Sides =
    [
        ("Near misses", "lack one clause"),
        ("Size over time", "Solid points"),
        ("Entered and left", ""),
        ("Breakdown", "members beside"),
        ("Overlap", "in at least one of them"),
        ("Definition", "What each clause does"),
        ("History", "The first version"),
        ("Used by", ""),
    ];

    [Fact]
    public async Task Segments_are_found_by_words_and_filters_that_the_address_keeps()
    {
        await using AppPage window = await App.OpenAsync(Member.Viewer);
        IPage page = window.Page;
        await window.GoAsync("/segments");
        await page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Find a segment" }).FillAsync("target market");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("q=target"));
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Target market", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Target market", Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Members_are_sorted_explained_and_taken_along()
    {
        await using AppPage window = await App.OpenAsync(Member.Viewer);
        IPage page = window.Page;
        await window.GoAsync("/segments/target-market?columns=name,%20employees");
        ILocator table = page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Members" });
        await table.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "employees" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("sort=employees"));
        await Assertions.Expect(table.GetByRole(AriaRole.Columnheader, new LocatorGetByRoleOptions { Name = "employees" })).ToHaveAttributeAsync("aria-sort", "ascending");

        await table.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = new Regex("^Why is ") }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("is in");
        await window.ShouldBeAccessibleAsync();
        await page.Keyboard.PressAsync("Escape");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Export" }).ClickAsync();
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Download as CSV" }).ClickAsync());
        download.SuggestedFilename.ShouldBe("target-market.csv");
        (await File.ReadAllLinesAsync(await download.PathAsync()))[0].ShouldBe("name,employees");
    }

    [Fact]
    public async Task A_segment_is_looked_at_from_every_side()
    {
        await using AppPage window = await App.OpenAsync(Member.Viewer);
        await window.GoAsync("/segments/target-accounts");
        var faults = new List<string>();
        foreach ((string tab, string says) in Sides)
        {
            await window.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = tab, Exact = true }).ClickAsync();
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync(says);
            foreach ((int width, ColorScheme scheme) in ((int, ColorScheme)[])[(AppPage.Wide, ColorScheme.Light), (AppPage.Narrow, ColorScheme.Dark)])
            {
                await window.ShowAsAsync(width, scheme);
                faults.AddRange((await window.FaultsAsync()).Select(fault => $"{tab}: {fault}"));
                await window.KeepPictureAsync($"segment-{tab.Replace(' ', '-')}-{width}-{scheme}");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_chart_has_a_table_behind_it()
    {
        await using AppPage window = await App.OpenAsync(Member.Viewer);
        await window.GoAsync("/segments/target-accounts?tab=overlap");
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("^Show as a table") }).First.ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Columnheader, new PageGetByRoleOptions { Name = "In exactly" })).ToBeVisibleAsync();
    }
}
