using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Strata.Server.Telemetry;

/// <summary>What the server counts of its own work, and the source of its traces.</summary>
internal static class ServerMetrics
{
    /// <summary>The name of the meter and of the source.</summary>
    public const string Name = "Strata";

    private static readonly Meter Meter = new(Name);

    /// <summary>Commands carried out for the local socket.</summary>
    public static Counter<long> Commands { get; } = Meter.CreateCounter<long>("strata.commands", "{command}", "Commands carried out through the local socket");

    /// <summary>Traces.</summary>
    public static ActivitySource Source { get; } = new(Name);
}
