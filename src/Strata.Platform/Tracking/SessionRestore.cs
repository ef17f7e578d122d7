using Strata.Index.Entity.Data;
using Strata.Platform.Identity;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Tracking;

/// <summary>Who was there when the server stopped: visitors on a page whose time is not told, and in forms that were not sent.</summary>
internal static class SessionRestore
{
    private static readonly string[] PageFields = ["page", "path", "url", "title", "campaign"];

    /// <summary>Opens the sessions of the last half hour that the warehouse knows of.</summary>
    /// <param name="connection">A connection to the warehouse.</param>
    /// <param name="sessions">Where they are opened.</param>
    /// <param name="heard">The instant from which on half an hour without a word ends them, in UTC microseconds.</param>
    public static void Read(DuckDbConnection connection, VisitorSessions sessions, long heard)
    {
        string fields = string.Join(", ", PageFields.Select(field => $"v.{field}, v.\"{field}.folded\""));
        Each(
            connection,
            $"""
            SELECT v.id, v.ts, v._anonymous_id, v.contact_key, v.account_key, {fields} FROM event_page_view v
            WHERE v._anonymous_id IS NOT NULL AND v.seconds IS NULL AND {IsRecent("event_page_view")}
                AND NOT EXISTS (
                    FROM event_page_engagement e
                    WHERE e._anonymous_id = v._anonymous_id AND {IsRecent("event_page_view", "e")} AND (e.ts > v.ts OR e.id = v.id || ':engagement'))
            QUALIFY row_number() OVER (PARTITION BY v._anonymous_id ORDER BY v.ts DESC, v.id) = 1
            """,
            sessions,
            heard,
            (session, id, instant, row) => session.OpenPage(id, instant, Text(row, 0), Text(row, 1), Text(row, 2), Text(row, 3), Text(row, 4)));
        Each(
            connection,
            $"""
            SELECT v.id, v.ts, v._anonymous_id, v.contact_key, v.account_key, v.form, v."form.folded" FROM event_form_start v
            WHERE v._anonymous_id IS NOT NULL AND {IsRecent("event_form_start")}
                AND NOT EXISTS (
                    FROM (
                        SELECT _anonymous_id, ts FROM event_form_submit UNION ALL SELECT _anonymous_id, ts FROM event_form_abandon
                        UNION ALL SELECT _anonymous_id, ts FROM event_page_view
                    ) e
                    WHERE e._anonymous_id = v._anonymous_id AND e.ts >= v.ts)
            QUALIFY row_number() OVER (PARTITION BY v._anonymous_id ORDER BY v.ts DESC, v.id) = 1
            """,
            sessions,
            heard,
            (session, id, instant, row) => session.Form = new OpenForm(id, instant, Text(row, 0)));
    }

    /// <summary>Within half an hour before the last event of the table.</summary>
    private static string IsRecent(string table, string alias = "v") =>
        $"{alias}.ts >= (SELECT max(ts) FROM {table} WHERE _anonymous_id IS NOT NULL) - INTERVAL {VisitorSessions.IdleMicroseconds} MICROSECONDS";

    private static void Each(
        DuckDbConnection connection, string sql, VisitorSessions sessions, long heard, Action<VisitorSession, string, long, DuckDbRow> open)
    {
        connection.Query(sql, [], row =>
        {
            long instant = row.GetInt64(1);
            string visitor = row.GetRequiredText(2);
            VisitorSession session = sessions.Open(visitor, heard);
            session.LastSeen = Math.Max(session.LastSeen, instant);
            session.Clues = new IdentityClues(row.GetText(4), row.GetText(3), null, visitor);
            open(session, row.GetRequiredText(0), instant, row);
            return true;
        });
    }

    private static DataValue Text(DuckDbRow row, int field) => DataValue.OfText(row.GetText(5 + (2 * field)), row.GetText(6 + (2 * field)));
}
