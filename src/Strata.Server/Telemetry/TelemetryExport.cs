using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Strata.Server.Telemetry;

/// <summary>Sends metrics and traces to an OTLP endpoint: those of Strata, of the web server, of outgoing calls and of the runtime.</summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters =
    [
        ServerMetrics.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "System.Net.Http", "System.Runtime",
    ];

    private static readonly string[] Sources = [ServerMetrics.Name, "Microsoft.AspNetCore", "System.Net.Http"];
    private readonly MeterProvider _metrics;
    private readonly TracerProvider _traces;

    private TelemetryExport(Uri? endpoint)
    {
        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService("strata");
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter(To("v1/metrics")).Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter(To("v1/traces")).Build();

        Action<OtlpExporterOptions> To(string path) => options =>
        {
            // Without an endpoint given here, the exporter reads everything from its own variables.
            if (endpoint is not null)
            {
                options.Protocol = OtlpExportProtocol.HttpProtobuf;
                options.Endpoint = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
            }
        };
    }

    /// <summary>Starts to send to an endpoint, over HTTP, or as OpenTelemetry's own variables say; null where neither says where to.</summary>
    public static TelemetryExport? Start(Uri? endpoint) =>
        endpoint is null && string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(EndpointVariable)) ? null : new TelemetryExport(endpoint);

    /// <summary>Sends what is left, and stops.</summary>
    public void Dispose()
    {
        _metrics.Dispose();
        _traces.Dispose();
    }
}
