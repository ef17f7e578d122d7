using Strata.Language.Sql;

namespace Strata.Warehouse.Load;

/// <summary>Decides what each observation of <c>load_change</c> does (<c>load_verdict</c>) and writes the history that it makes.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>fill</c>: nothing was known; the value is taken, and the first observation speaks for the past too.</item>
/// <item><c>set</c>: newer, or of a stronger source; the value is taken.</item>
/// <item><c>past</c>: older than what is known, and not what held then; it goes into history only.</item>
/// <item><c>keep</c>: of a weaker source than what is known; nothing happens.</item>
/// <item><c>confirm</c>: the same value from a stronger source, which from then on answers for it.</item>
/// <item><c>known</c>: history says exactly that already.</item>
/// </list>
/// </remarks>
internal sealed class HistoryMerge(LoadContext context)
{
    private readonly string _history = SqlIdentifier.Quote(RowTables.History(context.Staging.Type));

    /// <summary>Classifies the changes and writes their history.</summary>
    public void Apply()
    {
        Classify();
        WriteBefore();
        WriteNow();
    }

    private void Classify() => context.Execute(
        $"""
        CREATE OR REPLACE TEMP TABLE load_verdict AS
        WITH last AS (
            SELECT ref, field, max(observed_at) AS last_at, arg_max(source, observed_at) AS last_source
            FROM {_history} WHERE ref IN (SELECT ref FROM load_change) GROUP BY ref, field
        ), held AS (
            SELECT c.ref, c.field, coalesce(max(h.observed_at) FILTER (h.observed_at <= c.observed_at), min(h.observed_at)) AS held_at
            FROM load_change c JOIN {_history} h ON h.ref = c.ref AND h.field = c.field GROUP BY c.ref, c.field
        ), known AS (
            SELECT c.*, l.last_at,
                coalesce(p.precedence, {Sources.Undeclared}) AS known_precedence,
                coalesce(l.last_source, c.row_source) AS known_source,
                CASE
                    WHEN l.last_at IS NULL THEN c.row_verified_at
                    WHEN l.last_source = c.row_source THEN greatest(l.last_at, c.row_verified_at)
                    ELSE l.last_at
                END AS known_at,
                EXISTS (FROM {_history} h
                    WHERE h.ref = c.ref AND h.field = c.field AND h.observed_at = c.observed_at
                      AND h.value IS NOT DISTINCT FROM c.new_value) AS recorded,
                held_at <> c.observed_at AND NOT EXISTS (FROM {_history} h
                    WHERE h.ref = c.ref AND h.field = c.field AND h.observed_at = held_at
                      AND h.value IS NOT DISTINCT FROM c.new_value) AS another_held
            FROM load_change c
            LEFT JOIN last l ON l.ref = c.ref AND l.field = c.field
            LEFT JOIN held ON held.ref = c.ref AND held.field = c.field
            LEFT JOIN strata_source p ON p.name = coalesce(l.last_source, c.row_source)
        ), decided AS (
            SELECT *, CASE
                WHEN old_value IS NOT DISTINCT FROM new_value
                    THEN CASE
                        WHEN new_value IS NOT NULL AND known_precedence > $1 THEN 'confirm'
                        WHEN known_precedence = $1 AND observed_at < last_at AND another_held THEN 'past'
                        ELSE 'known'
                    END
                WHEN old_value IS NULL AND last_at IS NULL THEN 'fill'
                WHEN old_value IS NULL AND observed_at >= known_at THEN 'set'
                WHEN old_value IS NOT NULL AND known_precedence < $1 THEN 'keep'
                WHEN known_precedence > $1 OR observed_at >= known_at THEN 'set'
                WHEN recorded THEN 'known'
                ELSE 'past'
            END AS action
            FROM known
        )
        SELECT *, CASE
            -- A stronger source wins even with an older observation: it counts from when the weaker one was last heard.
            WHEN action IN ('set', 'confirm') AND known_precedence > $1 AND observed_at <= known_at THEN known_at + INTERVAL 1 MICROSECOND
            ELSE observed_at
        END AS said_at
        FROM decided
        """,
        context.Precedence);

    /// <summary>What was known before, where history does not say it yet.</summary>
    private void WriteBefore()
    {
        // A correction at the very instant of the first observation replaces it: nobody ever knew the old value at another instant.
        context.Execute(
            $"""
            INSERT INTO {_history} (ref, field, observed_at, value, folded, source)
            SELECT ref, field, row_observed_at, old_value, old_folded, row_source FROM load_verdict
            WHERE last_at IS NULL AND action IN ('set', 'confirm', 'past') AND said_at <> row_observed_at
            """);
        // It was said again since: that is known too, whatever comes between.
        context.Execute(
            $"""
            INSERT INTO {_history} (ref, field, observed_at, value, folded, source)
            SELECT ref, field, known_at, old_value, old_folded, known_source FROM load_verdict
            WHERE action = 'past' AND said_at < known_at AND CASE WHEN last_at IS NULL THEN row_observed_at <= said_at ELSE last_at < said_at END
            """);
    }

    /// <summary>What was observed now; of two observations at one instant the later load counts for the present.</summary>
    private void WriteNow()
    {
        context.Execute(
            $"""
            DELETE FROM {_history} USING load_verdict v
            WHERE {_history}.ref = v.ref AND {_history}.field = v.field AND {_history}.observed_at = v.said_at AND v.action = 'set'
            """);
        context.Execute(
            $"""
            INSERT INTO {_history} (ref, field, observed_at, value, folded, source)
            SELECT v.ref, v.field, v.said_at, v.new_value, v.new_folded, $1 FROM load_verdict v
            WHERE (v.action = 'confirm'
                OR (v.action = 'fill' AND (v.said_at <> v.row_observed_at OR v.row_source <> $1))
                OR (v.action = 'set' AND (v.last_at IS NOT NULL OR v.said_at <> v.row_observed_at))
                OR (v.action = 'past' AND NOT EXISTS (
                    FROM {_history} h WHERE h.ref = v.ref AND h.field = v.field AND h.observed_at = v.said_at)))
            """,
            context.Source);
    }
}
