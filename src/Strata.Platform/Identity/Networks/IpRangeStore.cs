using System.Net;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Identity.Networks;

/// <summary>The user's own ranges of addresses (table <c>strata_ip_range</c>).</summary>
public static class IpRangeStore
{
    /// <summary>The ranges in the order of their first addresses.</summary>
    public static IReadOnlyList<IpRange> Read(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return
        [
            .. connection.Query(
                "SELECT first, last, account_key, confidence FROM strata_ip_range",
                [],
                row => new IpRange(Number(row.GetRequiredText(0)), Number(row.GetRequiredText(1)), row.GetRequiredText(2), row.GetDouble(3)))
                .OrderBy(range => range.First),
        ];
    }

    /// <summary>Writes ranges, all or nothing; one that is there gets the account given.</summary>
    /// <param name="connection">A connection without a transaction.</param>
    /// <param name="ranges">The ranges.</param>
    /// <param name="replace">True to forget every other.</param>
    public static void Write(DuckDbConnection connection, IReadOnlyList<IpRange> ranges, bool replace)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(ranges);
        using DuckDbTransaction transaction = connection.BeginTransaction();
        if (replace)
        {
            connection.Execute("DELETE FROM strata_ip_range");
        }

        foreach (IpRange range in ranges)
        {
            connection.Execute(
                "INSERT OR REPLACE INTO strata_ip_range VALUES ($1, $2, $3, $4)",
                IpRange.AddressOf(range.First).ToString(), IpRange.AddressOf(range.Last).ToString(), range.Account, range.Confidence);
        }

        transaction.Commit();
    }

    private static UInt128 Number(string address) => IpRange.NumberOf(IPAddress.Parse(address));
}
