using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Strata.Web.Tests.Harness;

/// <summary>A window with the app. When it is closed it is seen that the console told of no error, and no script failed.</summary>
public sealed class AppPage : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    public AppPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (string.Equals(message.Type, "error", StringComparison.Ordinal))
            {
                _errors.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _errors.Add($"{page.Url}: {error}");
    }

    /// <summary>The window.</summary>
    public IPage Page { get; }

    /// <summary>Answers that a test provokes: their line in the console is no error of the app.</summary>
    public List<string> Expected { get; } = [];

    /// <summary>Goes to a page and waits until its heading is there.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 }).First.WaitForAsync();
    }

    /// <summary>Waits until nothing is being loaded any more.</summary>
    public async Task SettleAsync()
    {
        await Page.WaitForFunctionAsync("() => document.querySelector('[aria-busy=\"true\"], .mantine-Loader-root') === null");
    }

    /// <summary>Signs in, on the page for it.</summary>
    public async Task SignInAsync(string email, string password)
    {
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync(url => !new Uri(url).AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Sees that axe-core finds no violation of WCAG 2.2 A and AA that is serious or critical.</summary>
    public async Task ShouldBeAccessibleAsync()
    {
        await SettleAsync();
        AxeResult result = await Page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
        });
        result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Take(3).Select(node => $"{Page.Url}: {violation.Id}: {violation.Help}: {node.Html}"))
            .ShouldBeEmpty();
    }

    /// <summary>Sees that the page is no wider than its window.</summary>
    public async Task ShouldFitAsync() =>
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
            .ShouldBeLessThanOrEqualTo(0, $"{Page.Url} is wider than its window.");

    /// <summary>Keeps a picture of the window for the documentation, where STRATA_SCREENSHOTS names a folder for it.</summary>
    public async Task KeepPictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("STRATA_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await SettleAsync();
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        _errors.Where(error => !Expected.Any(expected => error.Contains(expected, StringComparison.Ordinal))).ShouldBeEmpty();
    }
}
