using Strata.Language.Catalog;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Segments.Library;

/// <summary>A workspace in a temporary folder, with ten accounts of 100 to 1000 employees and a clock that stands still.</summary>
internal sealed class TestWorkspace : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestWorkspace()
    {
        Workspace = Open();
        var rows = Enumerable.Range(1, 10).Select(number => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = $"a{number:00}",
            ["employees"] = number * 100,
            ["founded_at"] = Workspace.Now.Instant - (number * 86_400_000_000L),
        });
        new RowLoader(Workspace.Connection, Workspace.Catalog).Upsert(ShippedCatalog.Load().Account, [.. rows], Workspace.Now.Instant - 86_400_000_000L);
    }

    public Workspace Workspace { get; private set; }

    public string Root => _folder.Root;

    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>Closes and opens it again, as another process would.</summary>
    public void Reopen()
    {
        Workspace.Dispose();
        Workspace = Open();
    }

    public IReadOnlyList<SegmentDifference> Apply(string text, bool removeOthers = false) =>
        Reconcile(text, removeOthers).Apply("test", "because", Workspace.Now, CancellationToken.None);

    public DefinitionReconciler Reconcile(string text, bool removeOthers = false) => new(Workspace, DefinitionFiles.ReadText(text), removeOthers);

    public long Count(string segment) => Workspace.Reader.Count(SegmentSelection.FindSegment(Workspace.Library, segment).Plan, Workspace.Now);

    public void Dispose()
    {
        Workspace.Dispose();
        _folder.Dispose();
    }

    private Workspace Open() => Workspace.Open(new DataDirectory(_folder.PathOf("data")), new StoppedClock());

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    }
}
