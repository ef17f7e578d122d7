using Deque.AxeCore.Commons;

namespace Strata.Web.Tests.Harness;

/// <summary>A window with the app. What its console tells of is seen to after the test: <see cref="BrowserTests"/>.</summary>
public sealed class AppPage : IAsyncDisposable
{
    /// <summary>The width of a desktop's window, in pixels.</summary>
    public const int Wide = 1280;

    /// <summary>The width of a telephone's window, in pixels.</summary>
    public const int Narrow = 390;

    private static readonly string AxeScript = new BundledAxeScriptProvider().GetScript();
    private readonly List<string> _errors = [];
    private readonly bool _ownsContext;
    private string _form = "";

    /// <summary>Listens to a window's console.</summary>
    /// <param name="page">The window.</param>
    /// <param name="ownsContext">True where nobody else has the window's cookies, and they go with it.</param>
    public AppPage(IPage page, bool ownsContext)
    {
        Page = page;
        _ownsContext = ownsContext;
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

    /// <summary>What the console told of, and scripts that failed, beside what was expected.</summary>
    public IEnumerable<string> Errors => _errors.Where(error => !Expected.Any(expected => error.Contains(expected, StringComparison.Ordinal)));

    /// <summary>Gives the window a width and the system a colour scheme, and waits until the page shows itself so.</summary>
    public async Task ShowAsAsync(int width, ColorScheme scheme)
    {
        _form = $"{width} pixels wide, {scheme}";
        await Page.SetViewportSizeAsync(width, width < 600 ? 844 : 800);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        if (Page.Url.StartsWith("http", StringComparison.Ordinal))
        {
            await Page.WaitForFunctionAsync(
                "scheme => document.documentElement.getAttribute('data-mantine-color-scheme') === scheme", scheme.ToString().ToLowerInvariant());
            await Page.EvaluateAsync("() => new Promise(shown => requestAnimationFrame(() => requestAnimationFrame(shown)))");
            await Page.WaitForFunctionAsync(
                "() => document.getAnimations().every(animation => animation.playState !== 'running' || animation.effect.getComputedTiming().endTime === Infinity)");
        }
    }

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

    /// <summary>The violations of WCAG 2.2 A and AA that axe-core finds and calls serious or critical.</summary>
    public async Task<List<string>> ViolationsAsync()
    {
        await SettleAsync();

        // There are no frames in the app: axe-core is run in the page itself, which spares a further window each time.
        Page.Frames.Count.ShouldBe(1);
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await Page.EvaluateAsync(AxeScript);
        }

        string[] violations = await Page.EvaluateAsync<string[]>(
            """
            async () => {
              const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
              const result = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
              return result.violations.filter(violation => ['serious', 'critical'].includes(violation.impact))
                .flatMap(violation => violation.nodes.slice(0, 3).map(node => `${violation.id}: ${violation.help}: ${node.html}`));
            }
            """);
        return [.. violations.Select(violation => $"{Page.Url} ({_form}): {violation}")];
    }

    /// <summary>The violations, and that the page is wider than its window.</summary>
    public async Task<List<string>> FaultsAsync()
    {
        List<string> faults = await ViolationsAsync();
        if (await IsWiderThanItsWindowAsync())
        {
            faults.Add($"{Page.Url} ({_form}) is wider than its window.");
        }

        return faults;
    }

    /// <summary>Sees that there are no violations.</summary>
    public async Task ShouldBeAccessibleAsync() => (await ViolationsAsync()).ShouldBeEmpty();

    /// <summary>Sees that the page is no wider than its window.</summary>
    public async Task ShouldFitAsync() => (await IsWiderThanItsWindowAsync()).ShouldBeFalse($"{Page.Url} ({_form}) is wider than its window.");

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
        await Page.CloseAsync();
        if (_ownsContext)
        {
            await Page.Context.CloseAsync();
        }
    }

    /// <summary>Charts take their new width a moment after the window has its own.</summary>
    private async Task<bool> IsWiderThanItsWindowAsync()
    {
        try
        {
            await Page.WaitForFunctionAsync(
                "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth", null, new PageWaitForFunctionOptions { Timeout = 5_000 });
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }
}
