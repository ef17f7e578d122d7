using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>The sources and their precedence (table <c>strata_source</c>): the lower number wins, field by field.</summary>
public static class Sources
{
    /// <summary>The precedence of a source that nobody declared.</summary>
    internal const int Undeclared = 50;

    /// <summary>Makes a source known, unless it is; its precedence is that of its kind until somebody sets it.</summary>
    public static void Declare(DuckDbConnection connection, string name, SourceKind kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        connection.Execute(
            """
            INSERT INTO strata_source (name, kind, precedence)
            SELECT $1, $2, $3 WHERE NOT EXISTS (FROM strata_source WHERE name = $1)
            """,
            name,
            KindName(kind),
            DefaultPrecedence(kind));
    }

    /// <summary>Sets the precedence of a source; the lower number wins.</summary>
    public static void SetPrecedence(DuckDbConnection connection, string name, int precedence) =>
        connection.Execute("UPDATE strata_source SET precedence = $1 WHERE name = $2", precedence, name);

    /// <summary>The precedence of a source.</summary>
    internal static int PrecedenceOf(DuckDbConnection connection, string name) =>
        (int)(connection.QueryScalar<long?>("SELECT CAST(precedence AS BIGINT) FROM strata_source WHERE name = $1", name) ?? Undeclared);

    private static string KindName(SourceKind kind) => kind switch
    {
        SourceKind.Crm => "crm",
        SourceKind.Tracking => "tracking",
        SourceKind.Enrichment => "enrichment",
        SourceKind.Inference => "inference",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static int DefaultPrecedence(SourceKind kind) => ((int)kind + 1) * 10;
}
