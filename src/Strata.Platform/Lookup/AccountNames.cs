using System.Text;
using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Ingest.References;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Lookup;

/// <summary>
/// What finds accounts by what is said of a visitor, in memory. Reading and taking what was read are two steps: while the one goes on others ask.
/// </summary>
internal sealed class AccountNames : IDisposable
{
    private readonly ReferenceCache _references;
    private readonly byte[] _utf8 = new byte[1024];

    public AccountNames(WorkspaceHost host, VisitorLinks visitors)
    {
        Connection = host.Warehouse.Connect();
        _references = new ReferenceCache(Connection);
        Networks = new CompanyNetworks(Connection, _references);
        using Workspace session = host.OpenSession();
        Identity = new IdentityResolver(_references, visitors, Networks) { LeastConfidence = TrackingRules.Of(session.Settings).IpConfidence, IsBeside = true };
    }

    /// <summary>Of whoever reads.</summary>
    public DuckDbConnection Connection { get; }

    public CompanyNetworks Networks { get; }

    public IdentityResolver Identity { get; }

    /// <summary>The account of a domain; what is no domain names nobody here.</summary>
    public long? OfDomain(string domain)
    {
        if (domain.Length > 255 || DomainName.From(domain) is null)
        {
            return null;
        }

        int length = Encoding.UTF8.GetBytes(domain, _utf8);
        return _references.Account(_utf8.AsSpan(0, length));
    }

    public bool HasRoomFor(int accounts, int contacts) =>
        _references.HasRoomFor(EntityKind.Account, accounts) && _references.HasRoomFor(EntityKind.Contact, contacts);

    public RowsRead Read(IReadOnlyCollection<long> accounts, IReadOnlyCollection<long> contacts) => new(
        accounts.Count == 0 ? null : _references.Read(EntityKind.Account, accounts),
        contacts.Count == 0 ? null : _references.Read(EntityKind.Contact, contacts),
        Networks.Read(accounts));

    public void Take(RowsRead read)
    {
        Networks.Take(read.Called);
        if (read.Contacts is { } contacts)
        {
            _references.Take(contacts);
        }

        // What addresses say follows from what accounts are called.
        if (read.Accounts is { } accounts && _references.Take(accounts))
        {
            Identity.Reset();
        }
    }

    public void Dispose() => Connection.Dispose();

    /// <summary>What was read of some rows.</summary>
    public sealed record RowsRead(ReferenceCache.RowKeys? Accounts, ReferenceCache.RowKeys? Contacts, IReadOnlyList<(long Account, string Name)> Called);
}
