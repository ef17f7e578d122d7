using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Strata.Server.Security;

namespace Strata.Server.Hosting;

/// <summary>What the OpenAPI document says beside the endpoints themselves.</summary>
internal static class ApiDescription
{
    /// <summary>Fills in the title, the version, how to show a key, and the endpoints that describe themselves by hand.</summary>
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, context, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "Strata",
            Version = "v1",
            Description = "Exact B2B audience segments: who is in, since when and why; events in, changes of membership out.",
        };
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key made by 'strata keys create'.",
        };
        document.Components.SecuritySchemes["writeKey"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "The key as the user name, the password empty: as tracking libraries send it.",
        };
        document.Components.SecuritySchemes["session"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = SessionCookie.Name,
            Description = $"The session of somebody who is signed in; what is no GET shows its token in {CrossSite.TokenHeader}.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("session", document)] = [] }, new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
        HandDescription.AddTo(document, context.ApplicationServices.GetRequiredService<EndpointDataSource>());
        return Task.CompletedTask;
    });
}
