using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Strata.Warehouse.Schema;

namespace Strata.Server;

/// <summary>The OpenAPI document of the server's interface, without a server that runs over anybody's data.</summary>
public static class ApiDocument
{
    private const string Name = "v1";

    /// <summary>Writes the document as JSON (OpenAPI 3.1).</summary>
    /// <param name="clock">The clock that the server would have.</param>
    /// <param name="cancellation">Calls it off.</param>
    public static async Task<string> WriteAsync(TimeProvider clock, CancellationToken cancellation = default)
    {
        // Endpoints are described by the application that has them, which stands over a data directory: an empty one that is gone after.
        string folder = Directory.CreateTempSubdirectory("strata-openapi-").FullName;
        try
        {
            await using StrataServer server = await StrataServer.StartAsync(
                new ServerOptions(new DataDirectory(folder)) { Urls = ["http://127.0.0.1:0"], Clock = clock, Log = false }, cancellation);
            OpenApiDocument document = await server.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancellation);
            return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
