using Strata.Platform.Ingest.Watch;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Ingest;

/// <summary>What the events that are taken in act on.</summary>
public sealed record IngestParts
{
    /// <summary>Makes the resolver, from what is stored.</summary>
    public required Func<WorkspaceHost, IMessageResolver> Resolver { get; init; }

    /// <summary>Where changes of memberships are kept and told from.</summary>
    public required IMembershipLog Log { get; init; }

    /// <summary>
    /// Makes the memberships as of an instant (UTC microseconds; not later than what is applied first), from what is stored, once the log
    /// knows all that was durable.
    /// </summary>
    public required Func<WorkspaceHost, long, ILiveMemberships> Live { get; init; }

    /// <summary>Shown what comes before it reaches the resolver, and what never does; null for nobody.</summary>
    public EventWatch? Watch { get; init; }

    /// <summary>Called when others wrote, in their turn: definitions may have changed.</summary>
    public required Action<Workspace> Written { get; init; }

    /// <summary>Told of what whoever runs this should know and nothing waits for; by any thread. Null for nobody.</summary>
    public Action<string>? Notice { get; init; }
}
