using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Strata.Server.Tests.Tracking.ClientLibraries;

/// <summary>A site on a free port of this machine whose page loads the library for browsers from the site itself.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private PageServer(WebApplication application) => _application = application;

    /// <summary>Where it is.</summary>
    public string Address => _application.Urls.First();

    /// <summary>Starts it.</summary>
    public static async Task<PageServer> StartAsync()
    {
        string library = Path.Combine(NodeScripts.Folder, "node_modules/@segment/analytics-next/dist/umd");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication application = builder.Build();
        application.MapGet("/pricing", () => Results.File(Path.Combine(NodeScripts.Folder, "page.html"), "text/html"));
        application.MapGet("/sdk/{file}", (string file) =>
            Path.Combine(library, Path.GetFileName(file)) is var path && File.Exists(path) ? Results.File(path, "text/javascript") : Results.NotFound());
        application.MapGet("/favicon.ico", () => Results.NoContent());
        await application.StartAsync();
        return new PageServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
