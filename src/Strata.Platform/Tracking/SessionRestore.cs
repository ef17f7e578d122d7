using System.Globalization;
using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Platform.Entities;
using Strata.Platform.Identity;
using Strata.Platform.Ingest;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Tracking;

/// <summary>Who was there when the server stopped: visitors on a page whose time is not told, and in forms that were not sent.</summary>
internal static class SessionRestore
{
    /// <summary>Opens the sessions of the last half hour that the warehouse knows of.</summary>
    /// <param name="connection">A connection to the warehouse.</param>
    /// <param name="catalog">What there is.</param>
    /// <param name="sessions">Where they are opened.</param>
    /// <param name="heard">The instant from which on half an hour without a word ends them, in UTC microseconds.</param>
    public static void Read(DuckDbConnection connection, DataCatalog catalog, VisitorSessions sessions, long heard)
    {
        if (catalog.FindEvent(EventMaker.PageView) is { } views)
        {
            var columns = new FieldColumns(views);
            string fields = string.Concat(columns.Names.Select(name => $", v.{SqlIdentifier.Quote(name)}"));
            Each(
                connection,
                $"""
                SELECT v.id, v.ts, v._anonymous_id, v.contact_key, v.account_key, v.account_ref, v.contact_ref{fields} FROM event_page_view v
                WHERE v._anonymous_id IS NOT NULL AND {IsRecent("event_page_view", heard)}
                QUALIFY row_number() OVER (PARTITION BY v._anonymous_id ORDER BY v.ts DESC, v.id) = 1
                """,
                sessions,
                heard,
                (session, id, instant, row) => session.OpenPage(
                    new IngestedEvent(
                        new EventRow(views, id, instant, row.GetNullableInt64(6), columns.ReadAll(row, 7)), row.GetNullableInt64(5), row.GetText(4), row.GetText(3), null),
                    place: default,
                    knownAt: 0));
            SeeWhoStays(connection, catalog, sessions, heard);
        }

        Each(
            connection,
            $"""
            SELECT v.id, v.ts, v._anonymous_id, v.contact_key, v.account_key, v.form, v."form.folded" FROM event_form_start v
            WHERE v._anonymous_id IS NOT NULL AND {IsRecent("event_form_start", heard)}
                AND NOT EXISTS (
                    FROM (
                        SELECT _anonymous_id, ts, "form.folded" AS form FROM event_form_submit
                        UNION ALL SELECT _anonymous_id, ts, "form.folded" FROM event_form_abandon
                        UNION ALL SELECT _anonymous_id, ts, NULL FROM event_page_view
                    ) e
                    WHERE e._anonymous_id = v._anonymous_id AND e.ts >= v.ts
                        AND (e.form IS NULL OR v."form.folded" IS NULL OR e.form = v."form.folded"))
            QUALIFY row_number() OVER (PARTITION BY v._anonymous_id, v."form.folded" ORDER BY v.ts DESC, v.id) = 1
            ORDER BY v.ts, v.id
            """,
            sessions,
            heard,
            (session, id, instant, row) => session.BeginForm(new OpenForm(id, instant, Text(row, 0))
            {
                Clues = new IdentityClues(row.GetText(4), row.GetText(3), null, session.AnonymousId),
            }));
        SeeLast(connection, catalog, sessions, heard);
    }

    /// <summary>
    /// Whose page says by now how long they stayed only because a ping, which did not say it, told that they still were there: nobody
    /// measured it, and they may stay longer.
    /// </summary>
    private static void SeeWhoStays(DuckDbConnection connection, DataCatalog catalog, VisitorSessions sessions, long heard)
    {
        if (catalog.FindEvent(EventMaker.PageEngagement)?.Find(GrowingProperties.Seconds) is null)
        {
            return;
        }

        connection.Query(
            $"""
            SELECT v._anonymous_id, max(v.ts) FILTER (v.seconds IS NULL), max(v.ts) FILTER (v.seconds IS NOT NULL) FROM event_page_engagement v
            WHERE v._anonymous_id IS NOT NULL AND {IsRecent("event_page_engagement", heard)} GROUP BY v._anonymous_id
            """,
            [],
            row =>
            {
                if (sessions.Find(VisitorLinks.KeyOf(row.GetRequiredText(0)))?.Page is { } page
                    && row.GetNullableInt64(1) is { } there
                    && !(row.GetNullableInt64(2) >= page.Instant)
                    && page.Time == VisitorEvents.Between(page.Instant, there))
                {
                    page.IsMeasured = false;
                }

                return true;
            });
    }

    /// <summary>When those who were there last did anything.</summary>
    private static void SeeLast(DuckDbConnection connection, DataCatalog catalog, VisitorSessions sessions, long heard)
    {
        string events = string.Join(" UNION ALL ", catalog.Events.Values.Select(type => TableNames.Table(type)).Select(table =>
            $"SELECT v._anonymous_id, max(v.ts) FROM {SqlIdentifier.Quote(table)} v WHERE v._anonymous_id IS NOT NULL AND {IsRecent(SqlIdentifier.Quote(table), heard)} GROUP BY ALL"));
        connection.Query(events, [], row =>
        {
            if (sessions.Find(VisitorLinks.KeyOf(row.GetRequiredText(0))) is { } session)
            {
                session.LastSeen = Math.Max(session.LastSeen, row.GetInt64(1));
            }

            return true;
        });
    }

    /// <summary>
    /// Within half an hour before the last event of the table that had happened by then. Events that are said to be yet to come say nothing of
    /// who was there, but for those of a clock that is a little fast.
    /// </summary>
    private static string IsRecent(string table, long heard) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        v.ts >= (SELECT max(ts) FROM {table} WHERE _anonymous_id IS NOT NULL AND ts <= make_timestamp({heard})) - INTERVAL {VisitorSessions.IdleMicroseconds} MICROSECONDS
            AND v.ts <= make_timestamp({heard}) + INTERVAL {VisitorSessions.IdleMicroseconds} MICROSECONDS
        """);

    private static void Each(
        DuckDbConnection connection, string sql, VisitorSessions sessions, long heard, Action<VisitorSession, string, long, DuckDbRow> open)
    {
        connection.Query(sql, [], row =>
        {
            long instant = row.GetInt64(1);
            string visitor = row.GetRequiredText(2);
            VisitorSession session = sessions.Open(VisitorLinks.KeyOf(visitor), visitor, heard);
            session.LastSeen = Math.Max(session.LastSeen, instant);
            open(session, row.GetRequiredText(0), instant, row);
            return true;
        });
    }

    private static DataValue Text(DuckDbRow row, int field) => DataValue.OfText(row.GetText(5 + (2 * field)), row.GetText(6 + (2 * field)));
}
