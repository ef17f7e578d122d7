using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Merge;

/// <summary>
/// What history says of the account of contacts or of a collection's rows since a merge of accounts: it spoke of the kept one whichever
/// of the two was named. When the merge is undone, it speaks of the one that was.
/// </summary>
internal sealed class AccountHistory(MergeContext context, RowType type)
{
    private const string OfAccount = "h.field = 'account_ref'";

    private readonly string _table = SqlIdentifier.Quote(RowTables.Table(type));
    private readonly string _history = SqlIdentifier.Quote(RowTables.History(type));

    /// <summary>Under what history has by which reference the account was named.</summary>
    private readonly string _reference = type.Kind == RowKind.Contact ? "account_id" : "account_key";

    /// <summary>Corrects what was said since the merge; the rows themselves are corrected, those that were in <c>merge_since</c>.</summary>
    /// <param name="keep">The account that was kept.</param>
    public void ReattachSince(long keep)
    {
        if (type.Kind == RowKind.Contact)
        {
            CorrectByReferenceThen(keep);
        }

        Tell(keep, "history-stays");
    }

    /// <summary>Says since when rows that were the other's are the kept one's, which they named since the merge: those in <c>merge_since</c>.</summary>
    /// <param name="other">The account that was merged away.</param>
    public void ReturnSince(long other) => Tell(other, "history");

    /// <summary>Tells of the accounts of the rows in <c>merge_since</c>.</summary>
    /// <param name="from">The account that they had until then.</param>
    /// <param name="before">What is remembered of history that spoke of it before the merge.</param>
    private void Tell(long from, string before)
    {
        CorrectNewest(from, before);
        AddBefore();
        AddNewest();
    }

    /// <summary>Of contacts it is known by which reference the account was found then, whatever came after it.</summary>
    private void CorrectByReferenceThen(long keep)
    {
        context.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE merge_said AS
            SELECT h.ref, h.observed_at, coalesce({Then("account_id")}, {Then("email")}) AS key
            FROM {_history} h JOIN {_table} t ON t.ref = h.ref
            WHERE {OfAccount} AND h.value = CAST($1 AS VARCHAR) AND NOT {IsNoted(2)} AND h.ref NOT IN {MergeContext.Noted("ref", 5)}
            """,
            keep, context.Id, RowTables.Table(type), "history-stays", context.Id, RowTables.Table(type), "stays");
        new AccountMatch(context.Load).Resolve(context.NamesOfOther("SELECT key FROM merge_said"));
        context.Execute(
            $"""
            UPDATE {_history} AS h SET value = CAST(m.ref AS VARCHAR) FROM merge_said s JOIN {AccountMatch.Table} m ON m.key = s.key
            WHERE {OfAccount} AND h.ref = s.ref AND h.observed_at = s.observed_at AND m.ref IS DISTINCT FROM $1
            """,
            keep);
    }

    /// <summary>The newest that was said since is what the row's account was taken from.</summary>
    private void CorrectNewest(long from, string before) => context.Execute(
        $"""
        UPDATE {_history} AS h SET value = CAST(s.ref AS VARCHAR) FROM merge_since s
        WHERE {OfAccount} AND h.ref = s.of_row AND h.value = CAST($1 AS VARCHAR) AND h.observed_at = {Newest}
          AND NOT ({IsNoted(2)} AND coalesce({Named} > h.observed_at, false))
        """,
        from, context.Id, RowTables.Table(type), before);

    /// <summary>Of a row that always was of one account history says nothing yet: it was of that one until it named another.</summary>
    private void AddBefore() => context.Execute(
        $"""
        INSERT INTO {_history} (ref, field, observed_at, value, source)
        SELECT t.ref, 'account_ref', t._observed_at, CAST(s.was AS VARCHAR), t._source
        FROM merge_since s JOIN {_table} t ON t.ref = s.of_row
        WHERE s.was IS NOT NULL AND NOT EXISTS (FROM {_history} h WHERE h.ref = t.ref AND {OfAccount})
          AND (SELECT max(k.observed_at) FROM {_history} k WHERE k.ref = t.ref AND k.field = '{_reference}') > t._observed_at
        """);

    /// <summary>What was one's before the merge and named the other since has changed, which nothing told while both were one.</summary>
    private void AddNewest() => context.Execute(
        $"""
        INSERT INTO {_history} (ref, field, observed_at, value, source)
        SELECT h.ref, 'account_ref', {Named}, CAST(s.ref AS VARCHAR), h.source
        FROM merge_since s JOIN {_history} h ON h.ref = s.of_row
        WHERE {OfAccount} AND h.value IS DISTINCT FROM CAST(s.ref AS VARCHAR) AND h.observed_at = {Newest} AND {Named} > h.observed_at
        """);

    /// <summary>When the account of the history's row was last told.</summary>
    private string Newest => $"(SELECT max(n.observed_at) FROM {_history} n WHERE n.field = 'account_ref' AND n.ref = h.ref)";

    /// <summary>When a row last named its account, as far as that is known; null where it never changed.</summary>
    private string Named => type.Kind == RowKind.Contact
        ? $"(SELECT max(k.observed_at) FROM {_history} k WHERE k.ref = h.ref AND k.field = '{_reference}')"
        : $"(SELECT coalesce(max(k.observed_at) FILTER (k.field = '{_reference}'), max(k.observed_at)) FROM {_history} k WHERE k.ref = h.ref)";

    /// <summary>A field of the contact at the instant of the history's row.</summary>
    private string Then(string field) =>
        $"""
        CASE WHEN EXISTS (FROM {_history} k WHERE k.ref = h.ref AND k.field = '{field}')
             THEN (SELECT k.value FROM {_history} k WHERE k.ref = h.ref AND k.field = '{field}' AND k.observed_at <= h.observed_at ORDER BY k.observed_at DESC LIMIT 1)
             ELSE t.{field} END
        """;

    private static string IsNoted(int first) =>
        $"EXISTS (FROM strata_merge_row r WHERE r.merge_id = ${first} AND r.table_name = ${first + 1} AND r.what = ${first + 2} AND r.ref = h.ref AND r.observed_at = h.observed_at)";
}
