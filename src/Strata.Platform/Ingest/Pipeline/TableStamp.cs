using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Ingest.Pipeline;

/// <summary>Tells whether anything was written.</summary>
/// <param name="Rows">The newest change of any table of rows.</param>
internal readonly record struct TableStamp(long Rows)
{
    /// <summary>As it is now.</summary>
    public static TableStamp Of(DuckDbConnection connection) =>
        new(TableVersions.Read(connection).Values.Select(version => version.Version).DefaultIfEmpty().Max());
}
