using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Merge;

/// <summary>What the steps of one merge, or of its undoing, share.</summary>
internal sealed class MergeContext
{
    private const string Names = "merge_name";

    public MergeContext(DuckDbConnection connection, DataCatalog catalog, long id, EntityKind of, CancellationToken cancellation)
    {
        Connection = connection;
        Catalog = catalog;
        Id = id;
        Of = of;
        Type = of == EntityKind.Account ? catalog.Account : catalog.Contact;
        Survivorship = new Survivorship(source => Sources.PrecedenceOf(connection, source));

        // Matching belongs to loads; this one has no rows of its own.
        var nothing = new StagingTable("merge_nothing", Type, [], new HashSet<string>(StringComparer.Ordinal));
        Load = new LoadContext(connection, nothing, "merge", cancellation);
        Images = new RowImages(Load, Type);
    }

    public DuckDbConnection Connection { get; }

    public DataCatalog Catalog { get; }

    /// <summary>The number of the merge.</summary>
    public long Id { get; }

    public EntityKind Of { get; }

    /// <summary>The type of what is merged.</summary>
    public RowType Type { get; }

    public RowImages Images { get; }

    public Survivorship Survivorship { get; }

    public LoadContext Load { get; }

    /// <summary>The contacts and the collections: whatever has an account and a history.</summary>
    public IEnumerable<RowType> StateRows => Catalog.Collections.Values.Prepend(Catalog.Contact).DistinctBy(type => type.Name, StringComparer.Ordinal);

    public long Execute(string sql, params ReadOnlySpan<DuckDbValue> values) => Load.Execute(sql, values);

    /// <summary>Remembers rows for the undoing; the query gives <c>ref, key, observed_at</c>.</summary>
    public long Note(string table, string what, string rowsSql, params ReadOnlySpan<DuckDbValue> values)
    {
        DuckDbValue[] bound = [.. values, Id, table, what];
        return Load.Execute(
            $"INSERT INTO strata_merge_row (merge_id, table_name, what, ref, key, observed_at) SELECT ${bound.Length - 2}, ${bound.Length - 1}, ${bound.Length}, n.* FROM ({rowsSql}) n",
            bound);
    }

    /// <summary>A condition on the remembered rows of a table; binds what is remembered and where by itself.</summary>
    /// <param name="column">The column asked for: <c>ref</c> or <c>key</c>.</param>
    /// <param name="first">The number of the first of its three parameters: the merge, the table, what.</param>
    public static string Noted(string column, int first) =>
        $"(SELECT {column} FROM strata_merge_row WHERE merge_id = ${first} AND table_name = ${first + 1} AND what = ${first + 2})";

    /// <summary>Says by which names the two are known, for <see cref="NamesOfOther"/>: their own, and those of whom they absorbed before.</summary>
    public void Name(RowImage keep, RowImage other)
    {
        Execute($"CREATE OR REPLACE TEMP TABLE {Names} (kind VARCHAR, value VARCHAR)");
        Execute($"INSERT INTO {Names} VALUES ('keep', $1), ('id', $2)", keep.Key, other.Key);
        foreach (string field in NameFields(Of))
        {
            Execute($"INSERT INTO {Names} SELECT $1, $2 WHERE $2::VARCHAR IS NOT NULL", field, other.Fields.GetValueOrDefault(field)?.Folded);
        }

        Execute($"INSERT INTO {Names} SELECT kind, value FROM strata_alias WHERE of = $1 AND ref = $2", MergeLedger.KindName(Of), other.Ref);
    }

    /// <summary>The fields besides the id by which references find an entity.</summary>
    public static IReadOnlyList<string> NameFields(EntityKind of) => of == EntityKind.Account ? ["domain", "name"] : ["email"];

    /// <summary>A query of the references (<c>key</c>) among those given that name the one that is merged away.</summary>
    /// <param name="keysSql">A query of references in its column <c>key</c>.</param>
    public string NamesOfOther(string keysSql)
    {
        string address = Of == EntityKind.Account ? "strata_domain(k.key)" : "strata_fold(k.key)";
        return $"""
            SELECT k.key FROM (SELECT DISTINCT key FROM ({keysSql}) WHERE key IS NOT NULL) k
            WHERE k.key NOT IN ({Known("keep")}) AND (
                k.key IN ({Known("id")}) OR {address} IN ({Known(NameFields(Of)[0])}) OR strata_fold(k.key) IN ({Known("name")}))
            """;

        static string Known(string kind) => $"SELECT value FROM {Names} WHERE kind = '{kind}'";
    }

    public void Keep(RowType type, RowImage image, string role, long partner) => Execute(
        "INSERT INTO strata_merge_image VALUES ($1, $2, $3, $4, $5, $6)",
        Id, RowTables.Table(type), image.Ref, role, partner, image.ToJson());

    /// <summary>The images kept of a table, by the row that was kept: before of both, and after.</summary>
    public IReadOnlyList<(RowImage Keep, RowImage Other, RowImage Merged)> Kept(RowType type)
    {
        List<(string Role, long Partner, string Image)> rows = Connection.Query(
            "SELECT role, partner, image FROM strata_merge_image WHERE merge_id = $1 AND table_name = $2 ORDER BY partner",
            [Id, RowTables.Table(type)],
            row => (row.GetRequiredText(0), row.GetInt64(1), row.GetRequiredText(2)));
        return [.. rows.GroupBy(row => row.Partner).Select(group =>
        {
            RowImage Of(string role) => RowImage.FromJson(group.Single(row => string.Equals(row.Role, role, StringComparison.Ordinal)).Image);
            return (Of("keep"), Of("other"), Of("merged"));
        })];
    }
}
