using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Strata.Platform.Attention;
using Strata.Platform.Import.Uploads;
using Strata.Platform.Live;
using Strata.Platform.Quality;
using Strata.Platform.Quality.Duplicates;
using Strata.Platform.Segments.History;
using Strata.Platform.Workspaces;
using Strata.Server.Endpoints;
using Strata.Server.Hosting.Connections;
using Strata.Server.Imports;
using Strata.Server.Jobs;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;
using Strata.Server.Security.OpenId;
using Strata.Server.Tracking;
using Strata.Server.WebApp;

namespace Strata.Server.Hosting;

/// <summary>Puts the web application together: what it is made of, and the way of a request through it.</summary>
internal static class ServerApplication
{
    /// <summary>Builds the application; it does not listen yet.</summary>
    /// <param name="options">How the server runs.</param>
    /// <param name="host">The data.</param>
    /// <param name="intake">Gives the intake; called once the server is ready, since nothing that needs it answers before.</param>
    public static WebApplication Build(ServerOptions options, WorkspaceHost host, Func<Intake> intake)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        });
        InlineConnection.UseFor(builder.WebHost);
        AddLog(builder, options);
        AddServices(builder.Services, options, host, intake);
        WebApplication application = builder.Build();
        application.UseMiddleware<SecurityHeaders>();
        application.UseExceptionHandler();
        application.UseStatusCodePages();
        application.UseRouting();
        application.UseMiddleware<InlineAnswers>(new Func<bool>(() => host.HasKeysInMemory));

        // What is answered from memory is small.
        application.UseWhen(context => context.GetEndpoint()?.Metadata.GetMetadata<MemoryAnswers.Mark>() is null, rest => rest.UseResponseCompression());
        application.UseMiddleware<StartingGate>();
        application.UseMiddleware<AuditTrail>();
        application.UseMiddleware<KeyCheck>();
        application.UseMiddleware<StandingCheck>();
        application.UseWebApp(BuiltWebApp.Read(options.WebApp));
        MapEndpoints(application);
        return application;
    }

    private static void MapEndpoints(WebApplication application)
    {
        application.MapHealth();
        application.MapSession();
        application.MapOpenId();
        application.MapPeople();
        application.MapKeys();
        application.MapAudit();
        application.MapIngest();
        application.MapSegments();
        application.MapSegmentEdits();
        application.MapSegmentAnalyses();
        application.MapProposals();
        application.MapDefinitions();
        application.MapTemplates();
        application.MapCatalog();
        application.MapCounts();
        application.MapSegmentations();
        application.MapTargeting();
        application.MapProfile();
        application.MapDefinitionTemplates();
        application.MapEntities();
        application.MapDirectory();
        application.MapEntityParts();
        application.MapHome();
        application.MapChanges();
        application.MapWebhooks();
        application.MapScores();
        application.MapLookup();
        application.MapJobs();
        application.MapImports();
        application.MapImportHistory();
        application.MapSources();
        application.MapEvents();
        application.MapTaxonomies();
        application.MapQuality();
        application.MapDuplicates();
        application.MapMerges();
        application.MapIdentity();
        application.MapTracking();
        application.MapOpenApi("/openapi/{documentName}.json").RequireKey(Platform.Keys.KeyScope.Read);
    }

    private static void AddLog(WebApplicationBuilder builder, ServerOptions options)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // A fault is logged once, where it is turned into an answer.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);

        // An address that cannot be listened at is said to whoever starts the server.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (options.Log)
        {
            builder.Logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
    }

    /// <summary>What a request must have is required where it is read, so that nobody behind that finds it missing or null.</summary>
    private static void RequireParts(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        JsonPropertyInfo[] required =
            [.. type.Properties.Where(part => part.AssociatedParameter is { HasDefaultValue: false, IsNullable: false, ParameterType.IsValueType: false })];
        foreach (JsonPropertyInfo part in required)
        {
            part.IsRequired = true;
        }

        if (required.Length > 0)
        {
            type.OnDeserialized = read =>
            {
                if (required.FirstOrDefault(part => part.Get is { } get && get(read) is null) is { } part)
                {
                    throw new JsonException($"'{part.Name}' may not be null.");
                }
            };
        }
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, WorkspaceHost host, Func<Intake> intake)
    {
        services.AddSingleton<IHostLifetime, CallerLifetime>();
        services.Configure<HostOptions>(hosting => hosting.ShutdownTimeout = options.DrainTime);
        // The app's own files are compressed already; streams, and what is exported, are not held back.
        services.AddResponseCompression(compression => compression.MimeTypes = [MediaTypeNames.Application.Json]);
        services.AddSingleton(options);
        services.AddSingleton(options.Clock);
        services.AddSingleton(host);
        services.AddSingleton(_ => intake().Pipeline);
        services.AddSingleton<IExclusiveWriter>(_ => intake().Pipeline);
        services.AddSingleton(_ => intake().Pipeline.Live);
        services.AddSingleton(_ => intake().Answers);
        services.AddSingleton(_ => intake().Watch);
        services.AddSingleton<TrackingHandler>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<KeyLimits>();
        services.AddSingleton<SessionDirectory>();
        services.AddSingleton<SignInService>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<AuditWriter>();
        services.AddSingleton<OpenIdProvider>();
        services.AddSingleton<PendingSignIns>();
        services.AddSingleton<JobRegistry>();
        services.AddSingleton(new UploadStore(options.Directory, options.Clock));
        services.AddSingleton<UploadReader>();
        services.AddSingleton<DuplicateCache>();
        services.AddSingleton<QualityCache>();
        services.AddSingleton<SourceCounts>();
        services.AddSingleton(_ => new MembershipHistory(host.Warehouse, intake().Log));
        services.AddSingleton<Memberships>();
        services.AddSingleton(_ => new MembershipActivity(host.Warehouse, intake().Log));
        services.AddSingleton<MembershipReader>();
        services.AddSingleton<Listings>();
        services.AddSingleton<DataFreshness>();
        services.AddSingleton<HomeReader>();
        services.AddSingleton<IngestRate>();
        services.AddSingleton<SizeHistory>();
        services.AddSingleton<KnownValuesCache>();
        services.AddProblemDetails(Problem.Configure);
        services.AddExceptionHandler<FaultHandler>();
        services.AddOpenApi(ApiDescription.Configure);
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            // A definition that is as deep as the language allows takes two levels of JSON for each of its own.
            json.SerializerOptions.MaxDepth = 160;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

            // A number is a number, in what is read and so in what the description says of it.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolver = (json.SerializerOptions.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RequireParts);
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
    }
}
