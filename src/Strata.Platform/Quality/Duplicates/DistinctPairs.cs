using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Quality.Duplicates;

/// <summary>Two that a person called different.</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
/// <param name="DecidedAt">When, in UTC microseconds.</param>
/// <param name="Author">Who said so.</param>
public sealed record DistinctPair(DuplicateSide First, DuplicateSide Second, long DecidedAt, string Author);

/// <summary>The pairs that a person called different (table <c>strata_distinct</c>): they are not proposed again.</summary>
/// <param name="workspace">The workspace, to write to where something is remembered.</param>
public sealed class DistinctPairs(Workspace workspace)
{
    /// <summary>Remembers that two are different.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such account or contact, or both are the same.</exception>
    public void Add(EntityKind of, string first, string second, string author)
    {
        (long one, long other) = Refs(of, first, second);
        workspace.Connection.Execute(
            "INSERT INTO strata_distinct SELECT $1, $2, $3, make_timestamp($4), $5 WHERE NOT EXISTS (FROM strata_distinct WHERE of = $1 AND first_ref = $2 AND second_ref = $3)",
            Table(of), one, other, workspace.Now.Instant, author);
    }

    /// <summary>Forgets that two are different; says whether that was remembered.</summary>
    public bool Remove(EntityKind of, string first, string second)
    {
        (long one, long other) = Refs(of, first, second);
        return workspace.Connection.Execute("DELETE FROM strata_distinct WHERE of = $1 AND first_ref = $2 AND second_ref = $3", Table(of), one, other) > 0;
    }

    /// <summary>Those that were called different, the newest first.</summary>
    public IReadOnlyList<DistinctPair> List(EntityKind of, int limit)
    {
        string table = Table(of), name = of == EntityKind.Account ? "name" : "email";
        return workspace.Connection.Query(
            $"""
            SELECT a.ref, a.id, a.{name}, b.ref, b.id, b.{name}, epoch_us(d.decided_at), d.author
            FROM strata_distinct d JOIN {table} a ON a.ref = d.first_ref JOIN {table} b ON b.ref = d.second_ref
            WHERE d.of = $1 ORDER BY d.decided_at DESC LIMIT $2
            """,
            [table, (long)limit],
            row => new DistinctPair(
                new DuplicateSide(row.GetInt64(0), row.GetRequiredText(1), row.GetText(2), null),
                new DuplicateSide(row.GetInt64(3), row.GetRequiredText(4), row.GetText(5), null),
                row.GetInt64(6),
                row.GetRequiredText(7)));
    }

    private (long First, long Second) Refs(EntityKind of, string first, string second)
    {
        long one = Ref(of, first), other = Ref(of, second);
        return one == other
            ? throw new UserErrorException("argument", $"'{first}' and '{second}' are the same.", fix: "Name two.")
            : (Math.Min(one, other), Math.Max(one, other));
    }

    private long Ref(EntityKind of, string id) => workspace.Connection.Query($"SELECT ref FROM {Table(of)} WHERE id = $1", [id], row => row.GetInt64(0)) is [var found, ..]
        ? found
        : throw new UserErrorException("argument", $"There is no {Table(of)} '{id}'.", fix: "Name it by its id.");

    private static string Table(EntityKind of) => of == EntityKind.Account ? "account" : "contact";
}
