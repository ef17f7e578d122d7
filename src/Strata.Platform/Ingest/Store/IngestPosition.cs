using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Ingest.Store;

/// <summary>How far the warehouse holds what was ingested: the table <c>strata_ingest</c>, written with the rows themselves.</summary>
/// <param name="Offset">
/// The offset of the journal's first group that is not wholly applied. Of that group some may be: what is applied again is known by its ids.
/// </param>
/// <param name="Instant">The instant as of which they were, in UTC microseconds; what is applied later is not before it.</param>
internal readonly record struct IngestPosition(long Offset, long Instant)
{
    /// <summary>The position of the warehouse; all 0 where nothing was ever ingested.</summary>
    public static IngestPosition Read(DuckDbConnection connection)
    {
        List<IngestPosition> rows = connection.Query(
            "SELECT position, instant FROM strata_ingest", [], row => new IngestPosition(row.GetInt64(0), row.GetInt64(1)));
        return rows.Count == 0 ? default : rows[0];
    }

    /// <summary>Writes the position, within the caller's transaction.</summary>
    public void Write(DuckDbConnection connection)
    {
        if (connection.Execute("UPDATE strata_ingest SET position = $1, instant = $2", Offset, Instant) == 0)
        {
            connection.Execute("INSERT INTO strata_ingest VALUES ($1, $2)", Offset, Instant);
        }
    }
}
