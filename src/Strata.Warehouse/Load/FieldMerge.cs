using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Warehouse.Load;

/// <summary>
/// Merges the prepared rows that are known already, field by field: what is newer wins, a weaker source never overwrites a stronger
/// one, what is older goes into history only. All of it as statements over whole sets.
/// </summary>
/// <remarks>
/// A row's <c>_observed_at</c> is its first observation and its <c>_verified_at</c> the last one by the same source that confirmed it;
/// history begins with a field's first change. Together they say when each value was known to hold.
/// </remarks>
internal sealed class FieldMerge(LoadContext context)
{
    private readonly RowType _type = context.Staging.Type;
    private readonly string _history = SqlIdentifier.Quote(RowTables.History(context.Staging.Type));
    private readonly string _table = SqlIdentifier.Quote(RowTables.Table(context.Staging.Type));
    private readonly IReadOnlyList<MergedColumn> _columns = MergedColumn.Of(context.Staging);

    /// <summary>Merges the rows of <c>load_known</c>, whose number is given.</summary>
    public LoadResult Apply(long known)
    {
        FindChanges();
        long kept = 0;
        long updated = 0;
        if (context.Any("load_change"))
        {
            new HistoryMerge(context).Apply();
            foreach (MergedColumn column in _columns)
            {
                Write(column);
            }

            kept = context.Count("SELECT CAST(count(*) AS BIGINT) FROM load_verdict WHERE action = 'keep'");
            updated = context.Count("SELECT CAST(count(DISTINCT ref) AS BIGINT) FROM load_verdict WHERE action NOT IN ('keep', 'known')");
        }

        Attach();
        Verify();
        return new LoadResult(Updated: updated, Unchanged: known - updated, KeptFromStrongerSource: kept);
    }

    private void FindChanges()
    {
        string differs = string.Join(" OR ", _columns.Select(column => $"({column.Differs})").DefaultIfEmpty("false"));
        context.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE load_changed AS
            SELECT s.*, t.ref AS _ref, p.precedence AS _known_precedence
            FROM {PreparedRows.View} s
            JOIN load_known k ON k._row = s._row
            JOIN {_table} t ON t.ref = k.ref
            LEFT JOIN strata_source p ON p.name = t._source
            WHERE {differs} OR coalesce(p.precedence, {Sources.Undeclared}) > {context.Precedence} OR {ChangedSince("true")}
            """);
        context.Execute(
            """
            CREATE OR REPLACE TEMP TABLE load_change (
                ref BIGINT, field VARCHAR, old_value VARCHAR, old_folded VARCHAR, new_value VARCHAR, new_folded VARCHAR,
                observed_at TIMESTAMP, row_observed_at TIMESTAMP, row_verified_at TIMESTAMP, row_source VARCHAR)
            """);
        foreach (MergedColumn column in _columns)
        {
            // A value that a weaker source said and this one confirms becomes this one's.
            context.Execute(
                $"""
                INSERT INTO load_change
                SELECT s._ref, $1, {column.OldValue}, {column.OldFolded}, {column.NewValue}, {column.NewFolded},
                       s._observed_at, t._observed_at, t._verified_at, t._source
                FROM load_changed s JOIN {_table} t ON t.ref = s._ref
                WHERE ({column.Differs})
                   OR ({column.Says} AND coalesce(s._known_precedence, {Sources.Undeclared}) > {context.Precedence})
                   OR ({column.Says} AND {ChangedSince("h.field = $1")})
                """,
                column.Name);
        }
    }

    /// <summary>What comes late may say what is known now and was not known to hold then already.</summary>
    private string ChangedSince(string field) => $"EXISTS (FROM {_history} h WHERE h.ref = t.ref AND h.observed_at > s._observed_at AND {field})";

    private void Write(MergedColumn column)
    {
        if (!context.Any("load_verdict WHERE field = $1 AND action IN ('set', 'fill')", column.Name))
        {
            return;
        }

        string sets = string.Join(", ", column.Columns.Select(pair => $"{SqlIdentifier.Quote(pair.Target)} = c.{SqlIdentifier.Quote(pair.Staged)}"));
        context.Execute(
            $"""
            UPDATE {_table} SET {sets}
            FROM (
                SELECT c.* FROM load_changed c JOIN load_verdict v ON v.ref = c._ref
                WHERE v.field = $1 AND v.action IN ('set', 'fill')
            ) c
            WHERE {_table}.ref = c._ref
            """,
            column.Name);
    }

    /// <summary>A row that had no account takes the one it now names; that is no change of the past.</summary>
    private void Attach()
    {
        if (_type.Kind == RowKind.Account)
        {
            return;
        }

        string reference = _type.Kind == RowKind.Collection ? ", account_key = coalesce(s.account_key, t.account_key)" : "";
        string attach =
            $"""
            UPDATE {_table} AS t SET account_ref = s._account_ref{reference}
            FROM {PreparedRows.View} s JOIN load_known k ON k._row = s._row
            WHERE t.ref = k.ref AND t.account_ref IS NULL AND s._account_ref IS NOT NULL
            """;
        if (_type.Kind == RowKind.Contact)
        {
            context.Join(attach, "t.ref");
        }
        else
        {
            context.Execute(attach);
        }
    }

    private void Verify() => context.ExecuteUnnoted(
        $"""
        UPDATE {_table} AS t SET _verified_at = s._observed_at
        FROM {PreparedRows.View} s JOIN load_known k ON k._row = s._row
        WHERE t.ref = k.ref AND t._source = $1 AND t._verified_at < s._observed_at
        """,
        context.Source);
}
