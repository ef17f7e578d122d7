using System.Text;

namespace Strata.Web.Tests.Data;

/// <summary>A person brings a file in, mends the row that was refused, and finds the account.</summary>
[Collection(WebAppTests.Name)]
public sealed class ImportPageTests(WebAppFixture app) : BrowserTests(app)
{
    [Fact]
    public async Task A_file_with_a_bad_row_is_imported_and_the_row_mended()
    {
        await using AppPage page = await App.OpenAsync(Member.Editor);
        await page.GoAsync("/data/import");
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "e2e-accounts.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes("Account ID,Account Name,Website,Number of Employees\ne2e-1,Import Works,import-works.example,120\ne2e-2,Mended Later,mended-later.example,many\ne2e-3,Third Row,third-row.example,30\ne2e-4,Fourth Row,fourth-row.example,45\n"),
        });

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "e2e-accounts.csv" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Where Number of Employees goes to" })).ToHaveValueAsync("employees");
        await page.ShouldBeAccessibleAsync();
        await page.ShouldFitAsync();
        await page.KeepPictureAsync("data-import-mapping-1280-Light");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Import", Exact = true }).ClickAsync();

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Mend 1 refused row" }).ClickAsync();
        ILocator cell = page.Page.GetByLabel("Number of Employees of row 2");
        await Assertions.Expect(cell).ToHaveValueAsync("many");
        await page.ShouldBeAccessibleAsync();
        await cell.FillAsync("75");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Import 1 mended row" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("No refused row waits any more")).ToBeVisibleAsync();

        await page.GoAsync("/accounts/e2e-2");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToContainTextAsync("Mended Later");
    }
}
