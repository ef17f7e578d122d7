using System.Net;
using Strata.Platform.Ingest.References;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Identity.Networks;

/// <summary>What an address says about the company behind it.</summary>
/// <param name="Account">The account's ref; null where the address does not say one.</param>
/// <param name="Confidence">How sure that is, from 0 to 1; 0 without an account.</param>
/// <param name="Range">The user's own range that holds the address, or null.</param>
/// <param name="Operator">The network that the address belongs to; null where a range decided, and where none is known.</param>
/// <param name="Use">What the network's operator does with its addresses.</param>
/// <param name="Reason">Why it is so, as a sentence for a person.</param>
public sealed record NetworkMatch(
    long? Account, double Confidence, IpRange? Range, NetworkOperator? Operator, NetworkUse Use, string Reason);

/// <summary>
/// Finds the account behind an address: by the user's own ranges, the smallest that holds it, else by the name of the company that
/// operates the network. Networks of internet providers and hosters say nothing. Used by one thread at a time.
/// </summary>
public sealed class CompanyNetworks
{
    /// <summary>How sure the operator's name is where it is the account's, word by word.</summary>
    public const double SameName = 0.8;

    /// <summary>How sure the operator's name is where it is the account's without the legal form.</summary>
    public const double SameCore = 0.6;

    private readonly DuckDbConnection _connection;
    private readonly ReferenceCache _references;
    private readonly NetworkTable _table;
    private IReadOnlyList<IpRange> _ranges = [];
    private HashSet<string>? _operators;
    private Dictionary<string, NamedAccount>? _accounts;

    /// <summary>Creates a finder; names of accounts are read when the first address needs them.</summary>
    /// <param name="connection">The connection that names are read with.</param>
    /// <param name="references">Finds the accounts that ranges name.</param>
    /// <param name="table">The table of networks; null for the one that is shipped.</param>
    public CompanyNetworks(DuckDbConnection connection, ReferenceCache references, NetworkTable? table = null)
    {
        _connection = connection;
        _references = references;
        _table = table ?? NetworkTable.Shipped;
        Reload();
    }

    /// <summary>Reads the ranges again, and the names of accounts when they are next needed.</summary>
    public void Reload()
    {
        _ranges = IpRangeStore.Read(_connection);
        _accounts = null;
    }

    /// <summary>True where nothing has to be read to say what an address says.</summary>
    internal bool HasNames => _accounts is not null;

    /// <summary>Reads the names of accounts where that was not done yet.</summary>
    internal void ReadNames() => _accounts ??= ReadAccounts(null);

    /// <summary>Reads the names of some accounts again, new ones among them; what they were called before still finds them until <see cref="Reload"/>.</summary>
    public void Refresh(IReadOnlyCollection<long> references) => Take(Read(references));

    /// <summary>The names that some accounts have now, for <see cref="Take"/>.</summary>
    internal IReadOnlyList<(long Account, string Name)> Read(IReadOnlyCollection<long> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        return _accounts is null || references.Count == 0 ? [] : _connection.Query(
            "SELECT ref, name FROM account WHERE name IS NOT NULL AND ref IN (SELECT unnest($1::BIGINT[])) ORDER BY ref",
            [DuckDbValue.List([.. references])],
            row => (row.GetInt64(0), row.GetRequiredText(1)));
    }

    /// <summary>Knows the names that were read.</summary>
    internal void Take(IReadOnlyList<(long Account, string Name)> names)
    {
        if (_accounts is not { } accounts)
        {
            return;
        }

        foreach ((long account, string name) in names)
        {
            Add(accounts, account, name);
        }
    }

    /// <summary>What an address says.</summary>
    public NetworkMatch Find(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (RangeOf(IpRange.NumberOf(address)) is { } range)
        {
            return _references.Account(range.Account) is { } known
                ? new NetworkMatch(known, range.Confidence, range, null, NetworkUse.Own, $"The range {range} belongs to {range.Account}.")
                : new NetworkMatch(null, 0, range, null, NetworkUse.Own, $"The range {range} belongs to {range.Account}, which is no account.");
        }

        if (_table.Find(address) is not { } network)
        {
            return new NetworkMatch(null, 0, null, null, NetworkUse.Own, "No network announces the address.");
        }

        string words = CompanyName.Words(network.Name);
        NetworkUse use = CarrierList.UseOf(words);
        if (use != NetworkUse.Own)
        {
            return new NetworkMatch(
                null, 0, null, network, use, use == NetworkUse.Provider ? "An internet provider gives the address to its customers." : "A hoster runs others' machines at the address.");
        }

        // A single question reads the names that may be the operator's; whoever asks for many addresses reads those of all operators once.
        Dictionary<string, NamedAccount> accounts = _references.IsPartial ? ReadAccounts(CompanyName.Core(words)) : _accounts ??= ReadAccounts(null);
        return accounts.GetValueOrDefault(CompanyName.Core(words)) switch
        {
            null => new NetworkMatch(null, 0, null, network, use, "No account has the name of the network's operator."),
            { IsAmbiguous: true } => new NetworkMatch(null, 0, null, network, use, "Several accounts have the name of the network's operator."),
            { } named => new NetworkMatch(
                named.Account, named.Words == words ? SameName : SameCore, null, network, use, "The network's operator has the account's name."),
        };
    }

    private IpRange? RangeOf(UInt128 address)
    {
        IpRange? smallest = null;
        foreach (IpRange range in _ranges)
        {
            if (range.First > address)
            {
                break;
            }

            if (range.Last >= address && (smallest is null || range.Last - range.First < smallest.Last - smallest.First))
            {
                smallest = range;
            }
        }

        return smallest;
    }

    /// <summary>Of the accounts those that are called as some operator: there are fewer operators than accounts may be.</summary>
    /// <param name="core">The name of the only operator that counts, without its legal form; null for all.</param>
    private Dictionary<string, NamedAccount> ReadAccounts(string? core)
    {
        _operators = core is null ? _operators ?? ReadOperators() : new HashSet<string>(StringComparer.Ordinal) { core };
        var accounts = new Dictionary<string, NamedAccount>(StringComparer.Ordinal);
        string longest = core?.Split(' ').MaxBy(word => word.Length) ?? "";
        using DuckDbResult rows = _connection.Query(
            "SELECT ref, name FROM account WHERE name IS NOT NULL AND contains(replace(replace(\"name.folded\", '.', ''), chr(39), ''), $1)", [longest]);
        while (rows.ReadChunk())
        {
            ReadOnlySpan<long> references = rows.Column(0).Values<long>();
            for (int row = 0; row < references.Length; row++)
            {
                Add(accounts, references[row], rows.Column(1).Text(row)!);
            }
        }

        return accounts;
    }

    private void Add(Dictionary<string, NamedAccount> accounts, long reference, string name)
    {
        string words = CompanyName.Words(name);
        string core = CompanyName.Core(words);
        if (_operators!.Contains(core))
        {
            bool isAmbiguous = accounts.TryGetValue(core, out NamedAccount? other) && (other.IsAmbiguous || other.Account != reference);
            accounts[core] = new NamedAccount(reference, words, isAmbiguous);
        }
    }

    private HashSet<string> ReadOperators()
    {
        var operators = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < _table.Operators; i++)
        {
            string words = CompanyName.Words(_table.At(i).Name);
            if (words.Length > 0 && CarrierList.UseOf(words) == NetworkUse.Own)
            {
                operators.Add(CompanyName.Core(words));
            }
        }

        return operators;
    }

    private sealed record NamedAccount(long Account, string Words, bool IsAmbiguous);
}
