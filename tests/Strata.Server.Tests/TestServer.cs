using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strata.Language.Catalog;
using Strata.Platform.Keys;
using Strata.Platform.Live;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Server.Tests;

/// <summary>A server on a free port over a data directory of its own.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly string _folder;

    private TestServer(StrataServer server, string folder)
    {
        Server = server;
        _folder = folder;
        Http = new HttpClient { BaseAddress = server.Addresses[0] };
    }

    /// <summary>The server.</summary>
    public StrataServer Server { get; }

    /// <summary>Talks to it, without a key.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts one.</summary>
    public static async Task<TestServer> StartAsync(Func<ServerOptions, ServerOptions>? configure = null)
    {
        string folder = Directory.CreateTempSubdirectory("strata-server-").FullName;
        var options = new ServerOptions(new DataDirectory(folder)) { Urls = ["http://127.0.0.1:0"], Log = false };
        return new TestServer(await StrataServer.StartAsync(configure?.Invoke(options) ?? options), folder);
    }

    /// <summary>Makes a key.</summary>
    public string Key(KeyScope scope, int? rateLimit = null)
    {
        using Workspace session = Server.Host.OpenSession();
        return session.Keys.Create(scope, scope.ToString(), rateLimit).Text;
    }

    /// <summary>Talks to it with a key of that scope.</summary>
    public HttpClient As(KeyScope scope) => With(Key(scope));

    /// <summary>Talks to it with a key.</summary>
    public HttpClient With(string key) => new() { BaseAddress = Http.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    /// <summary>Does something with its data while nobody else writes.</summary>
    public Task<T> WriteAsync<T>(Func<Workspace, T> write) => Server.Services.GetRequiredService<IExclusiveWriter>().RunAsync(write);

    /// <summary>The first column of a query, "null" where it is null.</summary>
    public Task<List<string>> TextsAsync(string sql) => WriteAsync(session => session.Connection.Query(sql, [], row => row.GetText(0) ?? "null"));

    /// <summary>Stores ten accounts, a01 to a10, of 100 to 1000 employees, and definitions.</summary>
    public async Task SeedAsync(string definitions)
    {
        long[] versions = await WriteAsync(session => Seed(session, definitions));

        // New definitions are worked out beside the ones that are kept live.
        var live = Server.Services.GetRequiredService<ILiveMemberships>();
        while (live.Segments.Sum(segment => segment.Version) < versions.Sum())
        {
            await Task.Delay(5);
        }
    }

    private static long[] Seed(Workspace session, string definitions)
    {
        var rows = Enumerable.Range(1, 10).Select(number => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = $"a{number:00}",
            ["name"] = $"Account {number}",
            ["domain"] = $"a{number:00}.example",
            ["employees"] = number * 100,
        });
        new RowLoader(session.Connection, session.Catalog).Upsert(ShippedCatalog.Load().Account, [.. rows], session.Now.Instant - 86_400_000_000L);
        new DefinitionReconciler(session, DefinitionFiles.ReadText(definitions), removeOthers: false).Apply("test", "because", session.Now, CancellationToken.None);
        session.RefreshLibrary();
        return [.. session.Library.Segments.Select(segment => segment.Stored.Version)];
    }

    /// <summary>Starts a job with a request and waits until it has ended: what <c>GET /v1/jobs/{job}</c> says then.</summary>
    public static async Task<JsonElement> JobOf(HttpClient http, string address, object request)
    {
        HttpResponseMessage accepted = await http.PostAsJsonAsync(address, request);
        if (accepted.StatusCode != System.Net.HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException(await accepted.Content.ReadAsStringAsync());
        }

        string job = (await JsonOf(accepted)).GetProperty("job").GetString()!;
        while (true)
        {
            JsonElement now = await http.GetFromJsonAsync<JsonElement>($"/v1/jobs/{job}");
            if (now.GetProperty("state").GetString() is "done" or "failed" or "cancelled")
            {
                return now;
            }

            await Task.Delay(20);
        }
    }

    /// <summary>What a request was answered with, as JSON.</summary>
    public static async Task<JsonElement> JsonOf(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
