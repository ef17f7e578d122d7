using System.Net;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Ingest.References;
using Strata.Warehouse.Load;

namespace Strata.Platform.Identity;

/// <summary>A rule that was tried.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Said">What there was to go by.</param>
/// <param name="Finding">What came of it, as a sentence for a person.</param>
public sealed record IdentityStep(AttributionRule Rule, string Said, string Finding);

/// <summary>
/// Decides whose an event is, from memory: the account that it names; else that of the person, a known contact; else that of the visitor,
/// identified before; else that of the e-mail domain; else that of the visitor's address; else nobody's. What names an account that is
/// not known waits for it, and nothing else is guessed. Used by one thread at a time.
/// </summary>
internal sealed class IdentityResolver(ReferenceCache references, VisitorLinks visitors, CompanyNetworks networks)
{
    private const int MostRemembered = 100_000;
    private readonly Dictionary<string, NetworkMatch?> _addresses = new(StringComparer.Ordinal);

    /// <summary>How sure an address must be of its company to say whose an event is.</summary>
    public double LeastConfidence { get; set; } = 0.5;

    /// <summary>True where another thread owns what is known of visitors.</summary>
    public bool IsBeside { get; init; }

    /// <summary>Whether it is in memory what an address says.</summary>
    public bool Remembers(string address) => networks.HasNames || _addresses.ContainsKey(address);

    /// <summary>Forgets what addresses said: after accounts or ranges changed.</summary>
    public void Reset() => _addresses.Clear();

    /// <summary>Whose an event is.</summary>
    /// <param name="clues">What it says.</param>
    /// <param name="trace">Gets the rules tried with what came of them; null where nobody wants to know.</param>
    public Attribution Resolve(in IdentityClues clues, List<IdentityStep>? trace = null)
    {
        string? contactKey = clues.UserId ?? clues.Email;
        long? contact = clues.UserId is null ? null : references.Contact(clues.UserId);
        contact ??= clues.Email is null ? null : references.Contact(clues.Email);
        LinkedVisitor? visitor = contactKey is null && clues.AnonymousId is not null ? Find(clues) : null;
        if (clues.GroupId is not null)
        {
            long? named = clues.AccountKey == UInt128.Zero ? references.Account(clues.GroupId) : references.Account(clues.GroupId, clues.AccountKey);
            trace?.Add(new IdentityStep(AttributionRule.Group, clues.GroupId, named is null ? "No account has this id, domain or name yet." : "The account that is named."));
            return new Attribution(named, clues.GroupId, contact ?? visitor?.Contact, contactKey, AttributionRule.Group, 1);
        }

        if (contactKey is not null)
        {
            long? account = contact is { } person ? references.AccountOfContact(person) : null;
            trace?.Add(new IdentityStep(
                AttributionRule.Contact, contactKey, contact is null ? "Nobody is known by it." : account is null ? "A contact who has no account." : "A contact, whose account it is."));
            if (account is not null)
            {
                return new Attribution(account, null, contact, contactKey, AttributionRule.Contact, 1);
            }
        }

        if (clues.AnonymousId is not null)
        {
            LinkedVisitor? known = Find(clues);
            long? account = (known?.Contact is { } person ? references.AccountOfContact(person) : null) ?? known?.Account;
            trace?.Add(new IdentityStep(
                AttributionRule.Anonymous, clues.AnonymousId, known is null ? "The visitor was never identified." : account is null ? "Identified as somebody who has no account." : "The visitor was identified before."));
            if (account is not null)
            {
                return new Attribution(account, null, contact ?? visitor?.Contact, contactKey, AttributionRule.Anonymous, 1);
            }
        }

        contact ??= visitor?.Contact;
        return ByDomain(clues, contact, contactKey, trace) ?? ByAddress(clues.Ip, contact, contactKey, trace)
            ?? new Attribution(null, null, contact, contactKey, AttributionRule.None, 0);
    }

    private LinkedVisitor? Find(in IdentityClues clues)
    {
        UInt128 key = clues.VisitorKey == UInt128.Zero ? VisitorLinks.KeyOf(clues.AnonymousId!) : clues.VisitorKey;
        return IsBeside ? visitors.FindBeside(key) : visitors.Find(key);
    }

    private Attribution? ByDomain(in IdentityClues clues, long? contact, string? contactKey, List<IdentityStep>? trace)
    {
        string? address = clues.Email ?? (clues.UserId?.Contains('@', StringComparison.Ordinal) == true ? clues.UserId : null);
        if (address is null)
        {
            return null;
        }

        string? domain = DomainName.From(address);
        long? account = domain is null ? null : references.Account(address);
        trace?.Add(new IdentityStep(
            AttributionRule.EmailDomain,
            address,
            domain is null ? "The domain is no company's: it is a provider's of mail to anybody, or none." : account is null ? $"No account has the domain {domain}." : $"The account has the domain {domain}."));
        return account is null ? null : new Attribution(account, null, contact, contactKey, AttributionRule.EmailDomain, 1);
    }

    private Attribution? ByAddress(string? ip, long? contact, string? contactKey, List<IdentityStep>? trace)
    {
        if (ip is null)
        {
            return null;
        }

        if (!_addresses.TryGetValue(ip, out NetworkMatch? match))
        {
            match = IPAddress.TryParse(ip, out IPAddress? address) ? networks.Find(address) : null;
            if (_addresses.Count == MostRemembered)
            {
                _addresses.Clear();
            }

            _addresses[ip] = match;
        }

        bool isSure = match?.Account is not null && match.Confidence >= LeastConfidence;
        trace?.Add(new IdentityStep(
            AttributionRule.Ip,
            match?.Operator is { } network ? $"{ip}, AS{network.Number} {network.Name}" : ip,
            match is null ? "This is no address." : match.Account is null || isSure ? match.Reason : $"{match.Reason} That is less sure than ip_confidence asks for."));
        return isSure ? new Attribution(match!.Account, null, contact, contactKey, AttributionRule.Ip, match.Confidence) : null;
    }
}
