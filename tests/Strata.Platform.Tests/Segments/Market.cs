using NodaTime;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Generation;
using Strata.Platform.Import;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Tests.Generation;
using Strata.Platform.Workspaces;
using Strata.Testing;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Segments;

/// <summary>A small made-up market in a workspace, with the sample definitions, for tests that read it.</summary>
public sealed class Market : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Workspace Workspace { get; private set; } = null!;

    /// <summary>The instant that the data ends at.</summary>
    public AsOf Now { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        using GeneratedUniverse universe = await GeneratedUniverse.CreateAsync(options => options with { Accounts = 600, Events = 12_000 });
        Workspace = Workspace.Open(new DataDirectory(_folder.PathOf("data")), TimeProvider.System);
        string[] files = [.. universe.Result.Files.Select(file => file.Path).Where(path => Path.GetExtension(path) != ".json")];
        new Importer(Workspace.Warehouse, Workspace.Directory, TimeProvider.System).Import(new ImportRequest(files) { Zone = DateTimeZone.Utc }, null, CancellationToken.None);
        Now = new AsOf(Microseconds.FromInstant(Instant.FromDateTimeOffset(new UniverseOptions { Directory = "" }.AsOf)), DateTimeZone.Utc);
        new DefinitionReconciler(Workspace, DefinitionFiles.ReadFolder(Repository.PathOf("samples/segments")).Definitions, removeOthers: false)
            .Apply("test", null, Now, CancellationToken.None);
    }

    public SegmentSelection Select(string text, EntityKind of = EntityKind.Account) => SegmentSelection.Find(Workspace.Library, text, of);

    /// <summary>How many are in, by the warehouse.</summary>
    public long Count(string text, EntityKind of = EntityKind.Account) => Workspace.Reader.Count(Select(text, of).Plan, Now);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        Workspace.Dispose();
        _folder.Dispose();
    }
}
