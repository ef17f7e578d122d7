using System.Net.Http.Json;
using System.Text.Json;

namespace Strata.Web.Tests.Harness;

/// <summary>
/// The built program over the demo's data with the built web app, one person of each role, and a browser: begun once for all tests of
/// the app. Tests may change the data; what a test changes it gives a name of its own.
/// </summary>
public sealed class WebAppFixture : IAsyncLifetime, IDisposable
{
    private readonly Dictionary<Member, IBrowserContext> _signedIn = [];
    private readonly List<AppPage> _opened = [];
    private ServedDirectory? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string WebApp => Repository.PathOf("artifacts/bin/Strata.Cli/release/web");

    /// <summary>The password of everybody.</summary>
    public static string Password => "correct horse battery staple";

    /// <summary>The folder that the program runs in; the data is in its folder <c>.strata-demo</c>.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("strata-web-").FullName;

    /// <summary>Where the app is.</summary>
    public Uri Address => _server!.Address;

    /// <summary>The address of a member of the team.</summary>
    public static string EmailOf(Member member) => $"{NameOf(member)}@example.com";

    /// <summary>Runs a command on the data, through the server.</summary>
    internal Outcome Run(params string[] arguments) => StrataProcess.Run(Folder, [.. arguments, "--data", ".strata-demo"]);

    /// <summary>Opens a window for somebody who is signed in.</summary>
    /// <param name="member">Who; null for nobody yet, in a window that shares no cookies with others.</param>
    /// <param name="width">The window's width in pixels.</param>
    /// <param name="scheme">What the system says of light and dark.</param>
    public async Task<AppPage> OpenAsync(Member? member = Member.Admin, int width = AppPage.Wide, ColorScheme scheme = ColorScheme.Light)
    {
        IBrowserContext context = member is { } who ? await SignedInAsync(who) : await NewContextAsync();
        var page = new AppPage(await context.NewPageAsync(), ownsContext: member is null);
        _opened.Add(page);
        await page.ShowAsAsync(width, scheme);
        return page;
    }

    /// <summary>What the consoles of the windows opened since the last call told of.</summary>
    public IReadOnlyList<string> TakeErrors()
    {
        string[] errors = [.. _opened.SelectMany(page => page.Errors)];
        _opened.Clear();
        return errors;
    }

    public async Task InitializeAsync()
    {
        File.Exists(Path.Combine(WebApp, "index.html")).ShouldBeTrue("The web app is not built: eng/build-web builds it.");
        StrataProcess.Run(Folder, "demo", "--no-serve", "--accounts", "3000", "--events", "60000").Succeeded();
        foreach (string score in (string[])["win", "fit"])
        {
            Run("score", "train", score).Succeeded();
            Run("score", "run", score).Succeeded();
        }

        Run("icp", "--save", "icp").Succeeded();
        var links = Enum.GetValues<Member>().ToDictionary(
            member => member,
            member => JsonDocument.Parse(Run("people", "add", EmailOf(member), "--role", NameOf(member), "--name", $"The {NameOf(member)}", "--json").Succeeded())
                .RootElement.GetProperty("link").GetString()!);
        _server = new ServedDirectory(Folder, ".strata-demo", "--web", WebApp);
        foreach ((Member _, string link) in links)
        {
            await SetPasswordAsync(link);
        }

        // A machine that does much else takes its time.
        Assertions.SetDefaultExpectTimeout(20_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = SystemChromium.Path, Args = SystemChromium.Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        Dispose();
        TakeErrors().ShouldBeEmpty("Tests of a browser are of a class that is a BrowserTests, which sees to what the console tells of.");
    }

    public void Dispose()
    {
        _playwright?.Dispose();

        // Both ways of disposal are taken, and a process can be ended once.
        _server?.Dispose();
        _server = null;
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static string NameOf(Member member) => member.ToString().ToLowerInvariant();

    private async Task SetPasswordAsync(string link)
    {
        using var client = new HttpClient { BaseAddress = Address };
        string token = link[(link.IndexOf("token=", StringComparison.Ordinal) + "token=".Length)..];
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/v1/session/link/password", new { token, password = Password });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Signs in as a person would, once for each role; the tests after that have the cookie, and what the browser has loaded.</summary>
    private async Task<IBrowserContext> SignedInAsync(Member member)
    {
        if (_signedIn.TryGetValue(member, out IBrowserContext? signedIn))
        {
            return signedIn;
        }

        IBrowserContext context = await NewContextAsync();
        await using var page = new AppPage(await context.NewPageAsync(), ownsContext: false);
        await page.GoAsync("/sign-in");
        await page.SignInAsync(EmailOf(member), Password);
        return _signedIn[member] = context;
    }

    private async Task<IBrowserContext> NewContextAsync()
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(20_000);
        return context;
    }
}

/// <summary>Tests that share the app.</summary>
[CollectionDefinition(Name)]
public sealed class WebAppTests : ICollectionFixture<WebAppFixture>
{
    public const string Name = "web app";
}
