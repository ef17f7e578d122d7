using System.Numerics;
using Strata.Index.Bitmaps;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Validation;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Targeting.Committees;

/// <summary>A role of a buying committee and how many accounts have somebody in it.</summary>
/// <param name="Role">The role.</param>
/// <param name="Accounts">How many accounts have it.</param>
/// <param name="Share">Their share of all accounts asked about, 0 to 1; null where there are none.</param>
public sealed record RoleCoverage(string Role, long Accounts, double? Share);

/// <summary>An account with its buying committee.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; null where nobody said.</param>
/// <param name="Contacts">How many contacts it has.</param>
/// <param name="Has">The roles that somebody has.</param>
/// <param name="Missing">The roles that nobody has.</param>
public sealed record AccountCommittee(string Id, string? Name, int Contacts, IReadOnlyList<string> Has, IReadOnlyList<string> Missing);

/// <summary>Which roles of the buying committee are known at accounts, and which are missing.</summary>
/// <param name="Size">How many accounts were asked about.</param>
/// <param name="Roles">Each role that is wanted.</param>
/// <param name="ByRolesCovered">How many accounts have none, one, two … of the roles.</param>
/// <param name="Accounts">The accounts that lack fewest first, complete ones left out: one contact away from a committee.</param>
public sealed record CommitteeCoverage(
    long Size, IReadOnlyList<RoleCoverage> Roles, IReadOnlyList<long> ByRolesCovered, IReadOnlyList<AccountCommittee> Accounts)
{
    private const int MostRoles = 32;

    /// <summary>The segmentation of contacts that says roles.</summary>
    public const string UsualSegmentation = "buying_role";

    /// <summary>The roles that are wanted where nobody says.</summary>
    public static IReadOnlyList<string> UsualRoles { get; } = ["Economic buyer", "Decider", "Champion", "Technical evaluator", "End user"];

    /// <summary>Looks at accounts.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="engine">Says who is in.</param>
    /// <param name="accounts">Which accounts.</param>
    /// <param name="segmentation">The segmentation of contacts that says roles.</param>
    /// <param name="roles">The roles that are wanted; at most 32.</param>
    /// <param name="limit">How many accounts to list.</param>
    /// <param name="asOf">The instant at which accounts and roles are looked at; whose contact somebody is, is today's.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">The segmentation is not there, is not of contacts, or has no such role.</exception>
    public static CommitteeCoverage Find(
        Workspace workspace, IAudienceEngine engine, SegmentPlan accounts, string segmentation, IReadOnlyList<string> roles, int limit, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentNullException.ThrowIfNull(roles);
        if (accounts.Of != EntityKind.Account)
        {
            throw new UserErrorException("argument", $"'{accounts.Name}' is made of contacts; committees are those of accounts.");
        }

        if (roles.Count is 0 or > MostRoles)
        {
            throw new UserErrorException("argument", $"There must be 1 to {MostRoles} roles.");
        }

        var partitions = new PartitionReader(engine, PlanOf(workspace, segmentation), cancellation);
        int[] groups = [.. roles.Select(role => GroupOf(partitions.Values, role, segmentation))];
        Partition contacts = partitions.At(asOf);
        Bitmap asked = engine.Members(accounts, asOf, cancellation).Refs;
        var has = new Dictionary<long, (uint Roles, int Contacts)>();
        workspace.Connection.Query("SELECT ref, account_ref FROM contact WHERE account_ref IS NOT NULL", [], row =>
        {
            long account = row.GetInt64(1);
            if (account < asked.Length && asked[account])
            {
                (uint known, int count) = has.GetValueOrDefault(account);
                int group = contacts.GroupOf(row.GetInt64(0)), role = Array.IndexOf(groups, group);
                has[account] = (role < 0 ? known : known | (1u << role), count + 1);
            }

            return true;
        }, cancellation);
        return Report(workspace, asked, has, roles, limit, cancellation);
    }

    private static CommitteeCoverage Report(
        Workspace workspace, Bitmap asked, Dictionary<long, (uint Roles, int Contacts)> has, IReadOnlyList<string> roles, int limit, CancellationToken cancellation)
    {
        long size = asked.Count();
        long[] byCovered = new long[roles.Count + 1];
        byCovered[0] = size - has.Count;
        long[] byRole = new long[roles.Count];
        foreach ((uint known, _) in has.Values)
        {
            byCovered[BitOperations.PopCount(known)]++;
            for (int role = 0; role < roles.Count; role++)
            {
                byRole[role] += (known >> role) & 1;
            }
        }

        long[] nearest = [.. has.Where(pair => BitOperations.PopCount(pair.Value.Roles) < roles.Count)
            .OrderByDescending(pair => BitOperations.PopCount(pair.Value.Roles)).ThenByDescending(pair => pair.Value.Contacts).ThenBy(pair => pair.Key)
            .Take(limit).Select(pair => pair.Key)];
        Dictionary<long, (string Id, string? Name)> names = NamesOf(workspace, nearest, cancellation);
        var listed = nearest.Select(reference =>
        {
            (string id, string? name) = names[reference];
            ILookup<bool, string> known = roles.Select((role, at) => (role, Has: ((has[reference].Roles >> at) & 1) == 1)).ToLookup(pair => pair.Has, pair => pair.role);
            return new AccountCommittee(id, name, has[reference].Contacts, [.. known[true]], [.. known[false]]);
        });
        return new CommitteeCoverage(
            size, [.. roles.Select((role, at) => new RoleCoverage(role, byRole[at], size == 0 ? null : (double)byRole[at] / size))], byCovered, [.. listed]);
    }

    private static Dictionary<long, (string Id, string? Name)> NamesOf(Workspace workspace, long[] references, CancellationToken cancellation)
    {
        var wanted = references.ToHashSet();
        var names = new Dictionary<long, (string, string?)>();
        workspace.Connection.Query("SELECT ref, id, name FROM account", [], row =>
        {
            if (wanted.Contains(row.GetInt64(0)))
            {
                names[row.GetInt64(0)] = (row.GetRequiredText(1), row.GetText(2));
            }

            return true;
        }, cancellation);
        return names;
    }

    private static SegmentationPlan PlanOf(Workspace workspace, string name)
    {
        LibraryEntry? entry = workspace.Library.FindSegmentation(name);
        return entry?.Definition.Of == EntityKind.Contact
            ? workspace.Library.SegmentationPlanOf(entry)
            : throw new UserErrorException("name", $"There is no segmentation '{name}' of contacts.", fix: "`strata templates add buying-role` adds one, or name yours with --by.");
    }

    private static int GroupOf(IReadOnlyList<string> values, string role, string segmentation)
    {
        int at = values.ToList().FindIndex(value => string.Equals(value, role, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? at : throw new UserErrorException("argument", $"'{segmentation}' has no role '{role}'.", fix: $"It has {string.Join(", ", values)}.");
    }
}
