using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language.Time;
using Strata.Platform.Keys;
using Strata.Platform.Quality;
using Strata.Platform.Workspaces;
using Strata.Server.Security;
using Strata.Warehouse.Load;

namespace Strata.Server.Endpoints;

/// <summary>Who says what is known.</summary>
internal static class SourceEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/sources").WithTags("sources");
        group.MapGet("", List).RequireKey(KeyScope.Read).WithName("listSources").WithSummary("The sources in the order in which they win, with what each brought and when");
        group.MapPut("order", OrderAsync).RequireKey(KeyScope.Admin).WithName("orderSources")
            .WithSummary("Says whose value wins, the strongest first: kinds of sources and single sources; counts for what comes").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static Ok<DataSourceList> List(WorkspaceHost host, SourceCounts counts, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        var overview = new SourceOverview(session.Workspace, counts);
        return TypedResults.Ok(new DataSourceList([.. overview.Read(cancellation).Select(DataSourceItem.Of)], overview.Order()));
    }

    private static async Task<Ok<DataSourceList>> OrderAsync(WorkspaceHost host, IExclusiveWriter writer, SourceCounts counts, DataSourceOrder order, CancellationToken cancellation)
    {
        await writer.RunAsync(
            workspace =>
            {
                Sources.SetOrder(workspace.Connection, order.Order ?? []);
                return true;
            },
            cancellation);
        return List(host, counts, cancellation);
    }

    /// <summary>An order of sources.</summary>
    /// <param name="Order">Kinds (crm, tracking, enrichment, inference) and names of sources, the strongest first.</param>
    internal sealed record DataSourceOrder(IReadOnlyList<string>? Order);

    /// <summary>The sources.</summary>
    /// <param name="Sources">In the order in which they win.</param>
    /// <param name="Order">The order as it was declared: kinds and single sources.</param>
    internal sealed record DataSourceList(IReadOnlyList<DataSourceItem> Sources, IReadOnlyList<string> Order);

    /// <summary>A source.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">What kind of source it is.</param>
    /// <param name="Precedence">Its place: the lower number wins.</param>
    /// <param name="Imports">How many files came from it.</param>
    /// <param name="Rows">How many rows they had.</param>
    /// <param name="LastImportAt">When the last was imported.</param>
    /// <param name="LastFile">Its name.</param>
    /// <param name="Fields">What it brought, the most filled first.</param>
    internal sealed record DataSourceItem(
        string Name, string Kind, int Precedence, long Imports, long Rows, string? LastImportAt, string? LastFile, IReadOnlyList<DataSourceField> Fields)
    {
        public static DataSourceItem Of(SourceSummary source) => new(
            source.Name,
            source.Kind,
            source.Precedence,
            source.Imports,
            source.Rows,
            source.LastImportAt is { } at ? Microseconds.ToText(at) : null,
            source.LastFile,
            [.. source.Fields.Select(field => new DataSourceField(field.Table, field.Field, field.Rows))]);
    }

    /// <summary>A field that a source brought.</summary>
    /// <param name="Table">account, contact or a collection.</param>
    /// <param name="Field">The field.</param>
    /// <param name="Rows">In how many rows it said it.</param>
    internal sealed record DataSourceField(string Table, string Field, long Rows);
}
