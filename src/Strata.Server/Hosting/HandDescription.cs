using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Strata.Server.Hosting;

/// <summary>
/// Describes endpoints that read requests and write answers themselves: their handlers have no signature by which the OpenAPI document
/// could tell what they take and give, so they say it.
/// </summary>
internal static class HandDescription
{
    /// <summary>Says what an endpoint takes and gives; name, summary and tags are said as everywhere.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="describe">Fills in the operation; schemas that it names may be added to the document.</param>
    public static TBuilder Describes<TBuilder>(this TBuilder endpoint, Action<OpenApiOperation, OpenApiDocument> describe)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Mark(describe));

    /// <summary>Adds the operations of such endpoints to a document.</summary>
    public static void AddTo(OpenApiDocument document, EndpointDataSource endpoints)
    {
        foreach (RouteEndpoint endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<Mark>() is not { } mark)
            {
                continue;
            }

            string path = $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}";
            document.Paths.TryAdd(path, new OpenApiPathItem());
            var item = (OpenApiPathItem)document.Paths[path];
            foreach (string method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)
            {
                item.AddOperation(new HttpMethod(method), OperationOf(endpoint, document, mark));
            }
        }
    }

    /// <summary>A parameter of the address.</summary>
    public static OpenApiParameter Parameter(string name, ParameterLocation place, string description) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    /// <summary>Something in JSON.</summary>
    public static Dictionary<string, OpenApiMediaType> Json(IOpenApiSchema schema) => new(StringComparer.Ordinal) { ["application/json"] = new OpenApiMediaType { Schema = schema } };

    /// <summary>An object.</summary>
    public static OpenApiSchema Object(params (string Name, IOpenApiSchema Schema)[] properties) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = properties.ToDictionary(property => property.Name, property => property.Schema, StringComparer.Ordinal),
    };

    /// <summary>A schema that several operations name, added to the document where it is not there yet.</summary>
    public static OpenApiSchemaReference Shared(OpenApiDocument document, string name, Func<OpenApiSchema> schema)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        if (!document.Components.Schemas.ContainsKey(name))
        {
            document.Components.Schemas[name] = schema();
        }

        return new OpenApiSchemaReference(name, document);
    }

    /// <summary>An answer that something is wrong.</summary>
    public static OpenApiResponse Problem(OpenApiDocument document, string description) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("ProblemDetails", document) },
        },
    };

    private static OpenApiOperation OperationOf(RouteEndpoint endpoint, OpenApiDocument document, Mark mark)
    {
        var operation = new OpenApiOperation
        {
            OperationId = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName,
            Summary = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
            Tags = new HashSet<OpenApiTagReference>(),
            Responses = [],
        };
        foreach (string tag in endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags ?? [])
        {
            document.Tags ??= new HashSet<OpenApiTag>();
            if (document.Tags.All(known => known.Name != tag))
            {
                document.Tags.Add(new OpenApiTag { Name = tag });
            }

            operation.Tags.Add(new OpenApiTagReference(tag, document));
        }

        mark.Describe(operation, document);
        return operation;
    }

    private sealed record Mark(Action<OpenApiOperation, OpenApiDocument> Describe);
}
