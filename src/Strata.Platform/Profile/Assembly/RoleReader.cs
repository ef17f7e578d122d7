using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Platform.Profile.Features;
using Strata.Platform.Statistics;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Assembly;

/// <summary>
/// Reads who took part in deals: the contacts with an event at the account from 90 days before the deal was created until it was closed.
/// </summary>
internal sealed class RoleReader(Workspace workspace, CancellationToken cancellation)
{
    private const string Deals = "\"_closed_deals\"";
    private const string Taking = "\"_deal_contacts\"";
    private const int DaysBefore = 90;
    private const int LeastDeals = 10;

    private static readonly string[] Kinds = ["committee_role", "seniority", "department"];

    public IReadOnlyList<RoleTaking> Read(IReadOnlyList<Deal> deals)
    {
        RowType[] types = [.. workspace.Catalog.Events.Values.Where(HasContacts)];
        if (types.Length == 0)
        {
            return [];
        }

        Write(deals);
        try
        {
            string sources = string.Join(" UNION ALL ", types.Select(type =>
                $"SELECT d.row, e.{TableNames.ContactRef} FROM {Deals} d JOIN {SqlIdentifier.Quote(TableNames.Table(type))} e ON e.{TableNames.AccountRef} = d.ref AND e.ts > d.since AND e.ts <= d.until WHERE e.{TableNames.ContactRef} IS NOT NULL"));
            workspace.Connection.Execute($"CREATE OR REPLACE TEMP TABLE {Taking} AS SELECT DISTINCT * FROM ({sources})", [], progress: null, cancellation);
            long won = deals.LongCount(deal => deal.IsWon);
            return Adjust([.. Kinds.SelectMany(kind => OfKind(kind, won, deals.Count - won))]);
        }
        finally
        {
            workspace.Connection.Execute($"DROP TABLE IF EXISTS {Taking}");
            workspace.Connection.Execute($"DROP TABLE IF EXISTS {Deals}");
        }
    }

    private bool HasContacts(RowType type) =>
        workspace.Connection.QueryScalar<bool>($"SELECT count(*) > 0 FROM (SELECT 1 FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE {TableNames.ContactRef} IS NOT NULL LIMIT 1)");

    private IEnumerable<RoleTaking> OfKind(string kind, long won, long lost)
    {
        FieldDefinition field = workspace.Catalog.Contact.Find(kind)!;
        Taxonomy? taxonomy = workspace.Catalog.TaxonomyOf(field);
        string folded = SqlIdentifier.Quote(TableNames.Folded(field)), written = SqlIdentifier.Quote(field.Name);
        List<(string Role, long Won, long Lost)> rows = workspace.Connection.Query(
            $"SELECT c.{folded}, min(c.{written}), count(DISTINCT t.row) FILTER (d.won), count(DISTINCT t.row) FILTER (NOT d.won) FROM {Taking} t JOIN {Deals} d ON d.row = t.row JOIN contact c ON c.ref = t.{TableNames.ContactRef} WHERE c.{folded} IS NOT NULL GROUP BY 1 ORDER BY 3 DESC, 1",
            [],
            row => (taxonomy?.Find(row.GetRequiredText(0))?.Name ?? row.GetRequiredText(1), row.GetInt64(2), row.GetInt64(3)),
            cancellation);
        foreach ((string role, long wonWith, long lostWith) in rows.DistinctBy(row => row.Role, StringComparer.Ordinal).Where(row => row.Won + row.Lost >= LeastDeals))
        {
            double p = Normal.TwoSided(Proportions.TwoSampleZ(wonWith, won, lostWith, lost));
            yield return new RoleTaking(
                kind, role, wonWith, lostWith, (double)wonWith / Math.Max(won, 1), (double)lostWith / Math.Max(lost, 1), Proportions.Difference(wonWith, won, lostWith, lost), p);
        }
    }

    private static IReadOnlyList<RoleTaking> Adjust(RoleTaking[] roles)
    {
        double[] adjusted = MultipleTesting.BenjaminiHochberg([.. roles.Select(role => role.Q)]);
        return [.. roles.Select((role, at) => role with { Q = adjusted[at] }).OrderByDescending(role => role.ShareOfWon - role.ShareOfLost)];
    }

    private void Write(IReadOnlyList<Deal> deals)
    {
        const long MicrosecondsPerDay = 86_400_000_000;
        workspace.Connection.Execute($"CREATE OR REPLACE TEMP TABLE {Deals} (row BIGINT, ref BIGINT, since TIMESTAMP, until TIMESTAMP, won BOOLEAN)");
        using DuckDbAppender appender = workspace.Connection.CreateAppender(Deals.Trim('"'));
        for (int row = 0; row < deals.Count; row++)
        {
            appender.Append((long)row);
            appender.Append(deals[row].AccountRef);
            appender.Append(deals[row].CreatedAt - (DaysBefore * MicrosecondsPerDay));
            appender.Append(deals[row].ClosedAt);
            appender.Append(deals[row].IsWon);
            appender.EndRow();
        }

        appender.Complete();
    }
}
