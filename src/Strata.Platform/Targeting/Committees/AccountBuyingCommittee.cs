using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Platform.Entities;
using Strata.Platform.Segments.Explain;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Targeting.Committees;

/// <summary>A contact of an account with their part in a purchase.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Name">Their full name, or else e-mail address; null where neither is known.</param>
/// <param name="Title">Their job title.</param>
/// <param name="Email">Their e-mail address.</param>
/// <param name="Seniority">Their seniority.</param>
/// <param name="Department">Their department.</param>
/// <param name="Role">Their role in the buying committee; null where none is known.</param>
/// <param name="OptedOut">True where they do not want marketing.</param>
/// <param name="LastActiveAt">When they last did something: ISO 8601 in UTC; null where they never did.</param>
/// <param name="RecentEvents">How many events of the last 30 days are theirs.</param>
public sealed record CommitteeMember(
    string Id, string? Name, string? Title, string? Email, string? Seniority, string? Department, string? Role, bool OptedOut, string? LastActiveAt, long RecentEvents);

/// <summary>A role that is wanted in a buying committee.</summary>
/// <param name="Role">The role.</param>
/// <param name="Contacts">How many of the account's contacts have it; 0 is a gap.</param>
public sealed record CommitteeSeat(string Role, int Contacts);

/// <summary>The buying committee of one account: who is known, in which role, and which roles nobody has.</summary>
/// <param name="Segmentation">The segmentation that says roles; null where there is none and the field <c>committee_role</c> does.</param>
/// <param name="Seats">The roles that are wanted, with how many have them.</param>
/// <param name="Total">How many contacts the account has.</param>
/// <param name="Members">Contacts: those with a wanted role first, in the order of the roles, and among them who was active last first.</param>
public sealed record AccountBuyingCommittee(string? Segmentation, IReadOnlyList<CommitteeSeat> Seats, int Total, IReadOnlyList<CommitteeMember> Members)
{
    private const int RecentDays = 30;

    /// <summary>Reads it.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="reader">Where the account is from.</param>
    /// <param name="account">The account's ref.</param>
    /// <param name="roles">The roles that are wanted.</param>
    /// <param name="limit">How many contacts to list at the most.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static AccountBuyingCommittee Find(
        Workspace workspace, EntityReader reader, long account, IReadOnlyList<string> roles, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(roles);
        AsOf now = workspace.Now;
        StateRow[] contacts = [.. reader.RowsOfAccount(account, workspace.Catalog.Contact).Where(contact => contact.Account.AsOf(now.Instant) == account)];
        SegmentationPlan? plan = PlanOf(workspace);
        var evaluator = new EntityEvaluator(reader, new SegmentRanks(workspace.Engine()));
        Dictionary<long, (long Last, long Recent)> activity = ActivityOf(workspace, account, now, cancellation);
        CommitteeMember[] members = [.. contacts.Select(contact =>
        {
            string? role = plan is null ? EntityNames.TextOf(contact, "committee_role") : RoleBy(plan, evaluator, contact, now);
            (long Last, long Recent)? active = activity.TryGetValue(contact.Reference, out (long, long) did) ? did : null;
            return MemberOf(contact, role, active);
        })];
        string[] wanted = [.. roles];
        return new AccountBuyingCommittee(
            plan?.Name,
            [.. wanted.Select(role => new CommitteeSeat(role, members.Count(member => Same(member.Role, role))))],
            members.Length,
            [
                .. members.OrderBy(member => PlaceOf(wanted, member.Role)).ThenByDescending(member => member.LastActiveAt, StringComparer.Ordinal)
                    .ThenBy(member => member.Id, StringComparer.Ordinal).Take(limit),
            ]);
    }

    private static SegmentationPlan? PlanOf(Workspace workspace) =>
        workspace.Library.FindSegmentation(CommitteeCoverage.UsualSegmentation) is { IsValid: true, Definition.Of: EntityKind.Contact } entry
            ? workspace.Library.SegmentationPlanOf(entry)
            : null;

    /// <summary>The role by the segmentation; null outside of its universe and for whoever no part selects.</summary>
    private static string? RoleBy(SegmentationPlan plan, EntityEvaluator evaluator, StateRow contact, AsOf now) =>
        plan.Universe is { } universe && !evaluator.IsTrue(universe, contact, now)
            ? null
            : plan.Parts.FirstOrDefault(part => evaluator.IsTrue(part.Where, contact, now))?.Value;

    private static CommitteeMember MemberOf(StateRow contact, string? role, (long Last, long Recent)? active)
    {
        string? Text(string field) => EntityNames.TextOf(contact, field);
        return new CommitteeMember(
            contact.Id,
            EntityNames.Of(EntityKind.Contact, contact),
            Text("title"),
            Text("email"),
            Text("seniority"),
            Text("department"),
            role,
            contact.Field("opted_out") is { Newest: { IsKnown: true, Boolean: true } },
            active is { } seen ? Microseconds.ToText(seen.Last) : null,
            active?.Recent ?? 0);
    }

    private static Dictionary<long, (long Last, long Recent)> ActivityOf(Workspace workspace, long account, AsOf now, CancellationToken cancellation)
    {
        IEnumerable<string> events = workspace.Catalog.Events.Values.Select(type =>
            $"SELECT contact_ref, ts FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE account_ref = $1 AND contact_ref IS NOT NULL AND ts <= make_timestamp($2)");
        return workspace.Connection.Query(
            $"SELECT contact_ref, max(ts), count(*) FILTER (ts > make_timestamp($3)) FROM ({string.Join(" UNION ALL ", events)}) GROUP BY contact_ref",
            [account, now.Instant, now.Instant - (RecentDays * Microseconds.PerDay)],
            row => KeyValuePair.Create(row.GetInt64(0), (row.GetInt64(1), row.GetInt64(2))),
            cancellation).ToDictionary();
    }

    private static int PlaceOf(string[] wanted, string? role)
    {
        int place = Array.FindIndex(wanted, one => Same(role, one));
        return place >= 0 ? place : role is null ? wanted.Length + 1 : wanted.Length;
    }

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
