using Strata.Language.Sql;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>
/// Reads features of accounts, each as it was on the eve of an instant of its own: fields by their history, rows of collections that had
/// started, events before the instant. What happened at the instant or later is never seen. The seniority of whoever did an event is
/// today's, as are the fields of rows of collections.
/// </summary>
public sealed class FeatureBuilder
{
    internal const string Rows = "\"_feature_rows\"";

    private readonly Workspace _workspace;
    private readonly CancellationToken _cancellation;

    private FeatureBuilder(Workspace workspace, CancellationToken cancellation)
    {
        _workspace = workspace;
        _cancellation = cancellation;
    }

    /// <summary>Reads every feature of a catalog. A few statements, however many rows.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="catalog">The features; <see cref="FeatureCatalog.Only"/> narrows them.</param>
    /// <param name="rows">The accounts and instants, in the order of the table's rows; at most 2³¹.</param>
    /// <param name="progress">Told the share done, 0 to 1; or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static FeatureTable Build(
        Workspace workspace, FeatureCatalog catalog, IReadOnlyList<FeatureRow> rows, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(rows);
        return new FeatureBuilder(workspace, cancellation).Build(catalog.Features, rows, progress);
    }

    private FeatureTable Build(IReadOnlyList<Feature> features, IReadOnlyList<FeatureRow> rows, IProgress<double>? progress)
    {
        var columns = new FeatureColumn?[features.Count];
        Write(rows);
        try
        {
            List<IGrouping<string, int>> sources = [.. Enumerable.Range(0, features.Count).GroupBy(at => SourceOf(features[at].Recipe), StringComparer.Ordinal)];
            for (int done = 0; done < sources.Count; done++)
            {
                _cancellation.ThrowIfCancellationRequested();
                progress?.Report((double)done / sources.Count);
                Read([.. sources[done]], features, columns, rows.Count);
            }
        }
        finally
        {
            _workspace.Connection.Execute($"DROP TABLE IF EXISTS {Rows}");
        }

        progress?.Report(1);
        return new FeatureTable(rows.Count, features, columns!);
    }

    /// <summary>What is read with one statement.</summary>
    private static string SourceOf(FeatureRecipe recipe) => recipe switch
    {
        AccountFieldRecipe => "account",
        RowsRecipe rows => TableNames.Table(rows.Rows),
        EarlierDealsRecipe => "deals",
        EventsRecipe events => TableNames.Table(events.Event),
        _ => throw new InvalidOperationException($"Unknown recipe {recipe.GetType().Name}."),
    };

    private void Read(int[] places, IReadOnlyList<Feature> features, FeatureColumn?[] columns, int rows)
    {
        var read = new FeatureRead(_workspace, places, features, columns, rows, _cancellation);
        switch (features[places[0]].Recipe)
        {
            case AccountFieldRecipe: AccountReader.Read(read); break;
            case RowsRecipe collection: RowsReader.Read(read, collection.Rows); break;
            case EarlierDealsRecipe: EarlierDealsReader.Read(read); break;
            case EventsRecipe events: EventsReader.Read(read, events.Event); break;
        }
    }

    /// <summary>The eve of an instant is the microsecond before it.</summary>
    private void Write(IReadOnlyList<FeatureRow> rows)
    {
        _workspace.Connection.Execute($"CREATE OR REPLACE TEMP TABLE {Rows} (row BIGINT, ref BIGINT, eve TIMESTAMP)");
        using DuckDbAppender appender = _workspace.Connection.CreateAppender(Rows.Trim('"'));
        int filled = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            appender.Column(0).Values<long>()[filled] = row;
            appender.Column(1).Values<long>()[filled] = rows[row].AccountRef;
            appender.Column(2).Values<long>()[filled++] = rows[row].Instant - 1;
            if (filled == appender.ChunkCapacity)
            {
                _cancellation.ThrowIfCancellationRequested();
                appender.AppendChunk(filled);
                filled = 0;
            }
        }

        appender.AppendChunk(filled);
        appender.Complete();
    }
}

/// <summary>Features that are read with one statement, and where their columns go.</summary>
internal sealed record FeatureRead(
    Workspace Workspace, int[] Places, IReadOnlyList<Feature> Features, FeatureColumn?[] Columns, int Rows, CancellationToken Cancellation)
{
    /// <summary>The features of a kind of recipe with their places.</summary>
    public IEnumerable<(int Place, T Recipe)> Of<T>()
        where T : FeatureRecipe => Places.Where(place => Features[place].Recipe is T).Select(place => (place, (T)Features[place].Recipe));

    /// <summary>A builder for each feature, by its place.</summary>
    public Dictionary<int, SparseBuilder> Builders(IEnumerable<int> places) =>
        places.ToDictionary(place => place, place => new SparseBuilder(Features[place].Kind == FeatureKind.Flag));

    /// <summary>Sets the columns that the builders made.</summary>
    public void Finish(Dictionary<int, SparseBuilder> builders)
    {
        Parallel.ForEach(builders, pair => Columns[pair.Key] = pair.Value.Build());
    }

    public DuckDbResult Query(string sql, ReadOnlySpan<DuckDbValue> values = default) => Workspace.Connection.Query(sql, values, cancellation: Cancellation);
}
