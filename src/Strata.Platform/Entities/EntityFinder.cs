using Strata.Index.Entity.Data;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Entities;

/// <summary>
/// Finds the one account or contact that a person means: by id, else by domain or e-mail, else by name, each folded but the id; else by
/// such a name of somebody who was merged into it.
/// </summary>
public sealed class EntityFinder
{
    private const int MostShown = 5;
    private readonly DuckDbConnection _connection;
    private readonly EntityReader _reader;

    /// <summary>Creates a finder whose entities come from the reader.</summary>
    public EntityFinder(DuckDbConnection connection, EntityReader reader)
    {
        _connection = connection;
        _reader = reader;
    }

    /// <summary>The entity that <paramref name="text"/> names.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: nobody, or more than one, goes by that name.</exception>
    public StateRow Find(EntityKind kind, string text)
    {
        List<(long Reference, string Id)> found = Search(kind, text, throughMerges: true);
        string noun = Table(kind);
        if (found.Count == 1)
        {
            return (kind == EntityKind.Account ? _reader.Account(found[0].Reference) : _reader.Contact(found[0].Reference))!;
        }

        if (found.Count > 1)
        {
            string ids = string.Join(", ", found.Take(MostShown).Select(entity => entity.Id)) + (found.Count > MostShown ? " …" : "");
            throw new UserErrorException("argument", $"More than one {noun} is called '{text}'.", null, $"Give the id of one: {ids}.");
        }

        string ways = kind == EntityKind.Account ? "its id, its domain or its name" : "the id, the e-mail address or the full name";
        throw new UserErrorException("argument", $"There is no {noun} '{text}'.", null, $"Give {ways}.");
    }

    /// <summary>True where <paramref name="text"/> names at least one entity.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="text">Its id, domain or e-mail, or name.</param>
    /// <param name="throughMerges">Whether names of those who were merged away count.</param>
    public bool TryFind(EntityKind kind, string text, bool throughMerges = true) => Search(kind, text, throughMerges).Count > 0;

    private static string Table(EntityKind kind) => kind == EntityKind.Account ? "account" : "contact";

    private List<(long Reference, string Id)> Search(EntityKind kind, string text, bool throughMerges)
    {
        string table = Table(kind);
        string folded = TextFolding.Fold(text);
        (string Condition, string Sought)[] ways = kind == EntityKind.Account
            ? [("t.id = $1", text), ("t.\"domain.folded\" = $1", folded), ("t.\"name.folded\" = $1", folded)]
            : [("t.id = $1", text), ("t.\"email.folded\" = $1", folded), ("concat_ws(' ', t.\"first_name.folded\", t.\"last_name.folded\") = $1", folded)];
        foreach ((string condition, string sought) in ways)
        {
            if (Read($"{table} t WHERE {condition}", sought) is { Count: > 0 } found)
            {
                return found;
            }
        }

        return throughMerges
            ? Read($"{table} t JOIN strata_alias a ON a.ref = t.ref WHERE a.of = '{table}' AND a.value = CASE WHEN a.kind = 'id' THEN $1 ELSE $2 END", text, folded)
            : [];
    }

    private List<(long Reference, string Id)> Read(string fromAndWhere, params ReadOnlySpan<DuckDbValue> sought) => _connection.Query(
        $"SELECT DISTINCT t.ref, t.id FROM {fromAndWhere} ORDER BY t.id LIMIT {MostShown + 1}", sought, row => (row.GetInt64(0), row.GetRequiredText(1)));
}
