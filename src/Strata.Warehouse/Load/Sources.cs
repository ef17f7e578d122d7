using Strata.Language;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Warehouse.Load;

/// <summary>The sources and their precedence (table <c>strata_source</c>): the lower number wins, field by field.</summary>
public static class Sources
{
    private const char Separator = '\n';

    /// <summary>The order where nobody declared another.</summary>
    public static IReadOnlyList<string> DefaultOrder { get; } = ["crm", "tracking", "enrichment", "inference"];

    /// <summary>The precedence of a source that nobody declared.</summary>
    internal const int Undeclared = 1_000_000;

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
            PrecedenceIn(ReadOrder(connection), name, KindName(kind)));
    }

    /// <summary>The kinds, and single sources, from the strongest to the weakest, as <see cref="SetOrder"/> takes them.</summary>
    public static IReadOnlyList<string> ReadOrder(DuckDbConnection connection) =>
        MetaTable.Read(connection, MetaTable.SourceOrder)?.Split(Separator) ?? DefaultOrder;

    /// <summary>
    /// Declares who wins, from the strongest to the weakest. A source that is not named stands where its kind does; kinds that are not
    /// named come last. What is stored stays as it is: the order counts for what comes.
    /// </summary>
    /// <param name="connection">A connection without a transaction.</param>
    /// <param name="order">Kinds (<c>crm</c>, <c>tracking</c>, <c>enrichment</c>, <c>inference</c>) and names of sources.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: a name is neither, or comes twice.</exception>
    public static void SetOrder(DuckDbConnection connection, IReadOnlyList<string> order)
    {
        ArgumentNullException.ThrowIfNull(order);
        List<(string Name, string Kind)> known = connection.Query(
            "SELECT name, kind FROM strata_source ORDER BY name", [], row => (row.GetRequiredText(0), row.GetRequiredText(1)));
        string? wrong = order.FirstOrDefault(name => !DefaultOrder.Contains(name, StringComparer.Ordinal) && known.TrueForAll(source => source.Name != name));
        if (wrong is not null)
        {
            throw new UserErrorException(
                "argument",
                $"'{wrong}' is neither a kind of source nor a source that something was imported from.",
                fix: $"Name some of: {string.Join(", ", DefaultOrder.Concat(known.Select(source => source.Name)).Distinct(StringComparer.Ordinal))}.");
        }

        if (order.Distinct(StringComparer.Ordinal).Count() < order.Count)
        {
            throw new UserErrorException("argument", "A source comes twice in the order.", fix: "Name each once, the strongest first.");
        }

        string[] full = [.. order, .. DefaultOrder.Except(order, StringComparer.Ordinal)];
        using DuckDbTransaction transaction = connection.BeginTransaction();
        MetaTable.Write(connection, MetaTable.SourceOrder, string.Join(Separator, full));
        foreach ((string name, string kind) in known)
        {
            SetPrecedence(connection, name, PrecedenceIn(full, name, kind));
        }

        transaction.Commit();
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

    /// <summary>Ten for the first place, so that single sources can be set between two.</summary>
    private static int PrecedenceIn(IReadOnlyList<string> order, string name, string kind)
    {
        int place = order.ToList().IndexOf(name);
        return 10 * (1 + (place >= 0 ? place : order.ToList().IndexOf(kind)));
    }
}
