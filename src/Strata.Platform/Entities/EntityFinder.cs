using Strata.Index.Entity.Data;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Entities;

/// <summary>
/// Finds the one account or contact that a person means: by id, else by domain or e-mail, else by name, each folded but the id.
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
        string folded = TextFolding.Fold(text);
        string[] conditions = kind == EntityKind.Account
            ? ["id = $1", "\"domain.folded\" = $1", "\"name.folded\" = $1"]
            : ["id = $1", "\"email.folded\" = $1", "concat_ws(' ', \"first_name.folded\", \"last_name.folded\") = $1"];
        string table = kind == EntityKind.Account ? "account" : "contact";
        foreach (string condition in conditions)
        {
            string sought = condition.StartsWith("id ", StringComparison.Ordinal) ? text : folded;
            List<(long Reference, string Id)> found = _connection.Query(
                $"SELECT ref, id FROM {table} WHERE {condition} ORDER BY id LIMIT {MostShown + 1}",
                [sought],
                row => (row.GetInt64(0), row.GetRequiredText(1)));
            if (found.Count > 1)
            {
                string ids = string.Join(", ", found.Take(MostShown).Select(entity => entity.Id)) + (found.Count > MostShown ? " …" : "");
                throw new UserErrorException("argument", $"More than one {table} is called '{text}'.", null, $"Give the id of one: {ids}.");
            }

            if (found.Count == 1)
            {
                return (kind == EntityKind.Account ? _reader.Account(found[0].Reference) : _reader.Contact(found[0].Reference))!;
            }
        }

        string ways = kind == EntityKind.Account ? "its id, its domain or its name" : "the id, the e-mail address or the full name";
        throw new UserErrorException("argument", $"There is no {table} '{text}'.", null, $"Give {ways}.");
    }
}
