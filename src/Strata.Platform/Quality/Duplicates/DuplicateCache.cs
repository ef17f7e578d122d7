using System.Globalization;
using Strata.Language.Catalog;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Quality.Duplicates;

/// <summary>What was found, and whether it is of today.</summary>
/// <param name="List">The candidates; those who were merged or called different since are no longer among them.</param>
/// <param name="IsCurrent">False where accounts or contacts have changed since.</param>
public sealed record KeptDuplicates(DuplicateList List, bool IsCurrent);

/// <summary>
/// Keeps the candidates that were found. Among few rows they are found when somebody asks; among many that takes long, and is done when somebody says so
/// (<see cref="Refresh"/>). Thread-safe.
/// </summary>
public sealed class DuplicateCache
{
    /// <summary>The most candidates that are kept.</summary>
    public const int Most = 5_000;

    /// <summary>Among as many rows at most candidates are found at once.</summary>
    public const int MostAtOnce = 5_000;

    private readonly Lock[] _locks = [new(), new()];
    private readonly (Stamp Of, DuplicateList List)?[] _kept = new (Stamp, DuplicateList)?[2];

    /// <summary>The candidates that are known; null where there are too many rows to look at once and nobody has yet.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="of">Accounts or contacts.</param>
    /// <param name="cancellation">Stops it.</param>
    public KeptDuplicates? Find(Workspace workspace, EntityKind of, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        int at = Place(of);
        lock (_locks[at])
        {
            Stamp now = Stamp.Of(workspace.Connection, of);
            if (_kept[at] is { } kept && kept.Of == now)
            {
                return new KeptDuplicates(kept.List, IsCurrent: true);
            }

            if (workspace.Connection.QueryScalar<long>($"SELECT CAST(count(*) AS BIGINT) FROM {Table(of)}") <= MostAtOnce)
            {
                DuplicateList found = new DuplicateFinder(workspace).Find(of, DuplicateFinder.StandardScore, Most, cancellation);
                _kept[at] = (now, found);
                return new KeptDuplicates(found, IsCurrent: true);
            }

            return _kept[at] is { } old ? new KeptDuplicates(Remaining(workspace.Connection, old.List), IsCurrent: false) : null;
        }
    }

    /// <summary>Looks again, however long that takes; those who ask meanwhile are given what was found before.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="of">Accounts or contacts.</param>
    /// <param name="progress">Told how much is done, from 0 to 1; null for nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public DuplicateList Refresh(Workspace workspace, EntityKind of, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Stamp before = Stamp.Of(workspace.Connection, of);
        DuplicateList found = new DuplicateFinder(workspace).Find(of, DuplicateFinder.StandardScore, Most, cancellation, progress);
        lock (_locks[Place(of)])
        {
            _kept[Place(of)] = (before, found);
        }

        return found;
    }

    /// <summary>The candidates of which both are still there and nobody said that they are different.</summary>
    private static DuplicateList Remaining(DuckDbConnection connection, DuplicateList list)
    {
        string refs = string.Join(',', list.Candidates.SelectMany(pair => new[] { pair.First.Ref, pair.Second.Ref })
            .Concat(list.Groups.SelectMany(group => group.Members.Select(member => member.Ref))).Distinct().Select(reference => reference.ToString(CultureInfo.InvariantCulture)));
        if (refs.Length == 0)
        {
            return list;
        }

        HashSet<long> there = [.. connection.Query($"SELECT ref FROM {Table(list.Of)} WHERE ref IN (SELECT CAST(unnest(string_split($1, ',')) AS BIGINT))", [refs], row => row.GetInt64(0))];
        HashSet<(long, long)> different = [.. connection.Query("SELECT first_ref, second_ref FROM strata_distinct WHERE of = $1", [Table(list.Of)], row => (row.GetInt64(0), row.GetInt64(1)))];
        DuplicateCandidate[] remaining = [.. list.Candidates.Where(pair =>
            there.Contains(pair.First.Ref) && there.Contains(pair.Second.Ref) && !different.Contains((pair.First.Ref, pair.Second.Ref)))];
        return list with
        {
            Candidates = remaining,
            Groups = [.. list.Groups.Where(group => group.Members.All(member => there.Contains(member.Ref)))],
            Total = list.Total - (list.Candidates.Count - remaining.Length),
        };
    }

    private static int Place(EntityKind of) => of == EntityKind.Account ? 0 : 1;

    private static string Table(EntityKind of) => of == EntityKind.Account ? "account" : "contact";

    /// <summary>What the candidates depend on.</summary>
    private readonly record struct Stamp(TableVersion? Rows, long Distinct, long Decided)
    {
        public static Stamp Of(DuckDbConnection connection, EntityKind of)
        {
            TableVersion? version = TableVersions.Read(connection).TryGetValue(Table(of), out TableVersion found) ? found : null;
            (long rows, long last) = connection.Query(
                "SELECT CAST(count(*) AS BIGINT), coalesce(max(epoch_us(decided_at)), 0) FROM strata_distinct WHERE of = $1", [Table(of)], row => (row.GetInt64(0), row.GetInt64(1)))[0];
            return new Stamp(version, rows, last);
        }
    }
}
