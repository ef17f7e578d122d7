using Strata.Platform.Workspaces;
using Strata.Server.LocalSocket;
using Strata.Warehouse.Schema;

namespace Strata.Server;

/// <summary>How a server runs.</summary>
/// <param name="Directory">The data directory that it serves.</param>
public sealed record ServerOptions(DataDirectory Directory)
{
    /// <summary>Where it listens where nothing else is said: this machine only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5100";

    /// <summary>Where it listens; port 0 takes any that is free.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [DefaultUrl];

    /// <summary>The clock that "now" comes from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The OTLP endpoint that metrics and traces go to over HTTP; null for what OTEL_EXPORTER_OTLP_ENDPOINT says.</summary>
    public Uri? Telemetry { get; init; }

    /// <summary>The most bytes of a request as it is sent; of one that is compressed also the most after decompression.</summary>
    public long MaxRequestBytes { get; init; } = 8 << 20;

    /// <summary>The most bytes of the files that are uploaded with one request to be imported.</summary>
    public long MaxImportBytes { get; init; } = 4L << 30;

    /// <summary>The most requests a second for a key that has no limit of its own; 0 for any number.</summary>
    public int RateLimit { get; init; } = 10_000;

    /// <summary>The most tries to sign in a minute from one address; a third of it for one account.</summary>
    public int SignInsPerMinute { get; init; } = 30;

    /// <summary>Whether the last entry of <c>X-Forwarded-For</c> is the sender's address: where a reverse proxy stands in front.</summary>
    public bool TrustsProxy { get; init; }

    /// <summary>How long requests under way may take once the server is told to stop.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Carries out commands that come over the local socket; null for no socket.</summary>
    public CommandHandler? Commands { get; init; }

    /// <summary>The folder with the built web app; where it is missing the server serves its interface only.</summary>
    public string WebApp { get; init; } = Path.Combine(AppContext.BaseDirectory, "web");

    /// <summary>The folder of the definitions that are shipped to start from.</summary>
    public string Samples { get; init; } = Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>Shown how far the start is, by the thread that starts, in place of the log's lines about it; null for nobody.</summary>
    public IProgress<StartProgress>? Starting { get; init; }

    /// <summary>Whether the time of memberships is set back to the clock where it is ahead of it: after a clock ran ahead and was set right.</summary>
    public bool SetsTimeBack { get; init; }

    /// <summary>Whether the server writes its log, as JSON lines on the standard output.</summary>
    public bool Log { get; init; } = true;
}
