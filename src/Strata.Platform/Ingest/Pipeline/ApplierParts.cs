using Strata.Platform.Ingest.Journal;
using Strata.Platform.Ingest.Seen;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Ingest.Watch;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Ingest.Pipeline;

/// <summary>What an <see cref="Applier"/> works with.</summary>
internal sealed record ApplierParts(
    WorkspaceHost Host,
    IngestOptions Options,
    EventJournal Journal,
    EventStore Store,
    SeenIds Seen,
    ILiveMemberships Live,
    IMembershipLog Log,
    IMessageResolver Resolver,
    IngestStatistics Statistics,
    EventWatch? Watch,
    Action<long> AppliedUpTo,
    ManualResetEventSlim Stopping);
