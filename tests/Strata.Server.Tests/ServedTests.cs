using System.Net;
using System.Text.Json;
using Strata.Platform.Keys;

namespace Strata.Server.Tests;

/// <summary>Tests of a server that is started for each of them.</summary>
/// <param name="scope">The scope of the key that <see cref="Http"/> sends.</param>
/// <param name="definitions">The definitions that are stored, with ten accounts, before a test begins. Null: the server is empty.</param>
/// <param name="configure">Changes the server's options. Null: the usual ones.</param>
public abstract class ServedTests(KeyScope scope, string? definitions = null, Func<ServerOptions, ServerOptions>? configure = null) : IAsyncLifetime
{
    /// <summary>The server.</summary>
    protected TestServer Server { get; private set; } = null!;

    /// <summary>Talks to it.</summary>
    protected HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await TestServer.StartAsync(configure);
        if (definitions is not null)
        {
            await Server.SeedAsync(definitions);
        }

        await PrepareAsync();
        Http = Server.As(scope);
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Stores what else the tests need.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>What is at an address, which must be there.</summary>
    protected async Task<JsonElement> GetAsync(string path)
    {
        HttpResponseMessage response = await Http.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await TestServer.JsonOf(response);
    }
}
