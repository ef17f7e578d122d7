using Strata.Language.Catalog;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Quality.Duplicates;

/// <summary>Keeps the candidates that were found until accounts, contacts or what people said of them change. Thread-safe.</summary>
public sealed class DuplicateCache
{
    /// <summary>The most candidates that are kept.</summary>
    public const int Most = 5_000;

    private readonly Lock[] _locks = [new(), new()];
    private readonly (Stamp Of, DuplicateList List)?[] _kept = new (Stamp, DuplicateList)?[2];

    /// <summary>The likeliest candidates, found now where nothing that was found before still holds.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="of">Accounts or contacts.</param>
    /// <param name="cancellation">Stops it.</param>
    public DuplicateList Get(Workspace workspace, EntityKind of, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        int at = of == EntityKind.Account ? 0 : 1;
        lock (_locks[at])
        {
            Stamp now = Stamp.Of(workspace.Connection, of);
            if (_kept[at] is { } kept && kept.Of == now)
            {
                return kept.List;
            }

            DuplicateList found = new DuplicateFinder(workspace).Find(of, DuplicateFinder.StandardScore, Most, cancellation);
            _kept[at] = (now, found);
            return found;
        }
    }

    /// <summary>What the candidates depend on.</summary>
    private readonly record struct Stamp(TableVersion? Rows, long Distinct, long Decided)
    {
        public static Stamp Of(DuckDbConnection connection, EntityKind of)
        {
            string table = of == EntityKind.Account ? "account" : "contact";
            TableVersion? version = TableVersions.Read(connection).TryGetValue(table, out TableVersion found) ? found : null;
            (long rows, long last) = connection.Query(
                "SELECT CAST(count(*) AS BIGINT), coalesce(max(epoch_us(decided_at)), 0) FROM strata_distinct WHERE of = $1", [table], row => (row.GetInt64(0), row.GetInt64(1)))[0];
            return new Stamp(version, rows, last);
        }
    }
}
