using System.Net;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Ingest.References;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Links;

namespace Strata.Platform.Identity;

/// <summary>An account or a contact as a person knows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The account's name or the contact's e-mail address; null where it has none.</param>
public sealed record KnownEntity(string Id, string? Name);

/// <summary>What an address, an e-mail address or an id says, and why.</summary>
/// <param name="Given">What was asked about.</param>
/// <param name="As">What it was taken for: <c>ip</c>, <c>email</c>, <c>user</c>, <c>domain</c> (or id or name of an account) or <c>anonymous</c>.</param>
/// <param name="Account">The account, or null.</param>
/// <param name="Contact">The contact, or null.</param>
/// <param name="Rule">By what the account was found.</param>
/// <param name="Confidence">How sure that is, from 0 to 1; 0 without an account.</param>
/// <param name="Steps">The rules that were tried, in their order.</param>
/// <param name="Links">What messages said of the id, the newest first.</param>
public sealed record IdentityExplanation(
    string Given,
    string As,
    KnownEntity? Account,
    KnownEntity? Contact,
    AttributionRule Rule,
    double Confidence,
    IReadOnlyList<IdentityStep> Steps,
    IReadOnlyList<LinkRecord> Links);

/// <summary>Says whose an event with an address or an id would be now, by the rules that events are attributed with.</summary>
/// <param name="workspace">The workspace.</param>
public sealed class IdentityLookup(Workspace workspace)
{
    /// <summary>Explains an IP address, an e-mail address, a user's id or a visitor's anonymous id.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: it is blank.</exception>
    public IdentityExplanation Explain(string given, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(given);
        string text = given.Trim();
        if (text.Length == 0)
        {
            throw new UserErrorException("argument", "There is nothing to identify.", fix: "Give an IP address, an e-mail address, a user's id or an anonymous id.");
        }

        (ReferenceCache references, VisitorLinks visitors) = Load([text], cancellation);
        string kind = KindOf(text, references, visitors);
        IdentityClues clues = kind switch
        {
            "ip" => new IdentityClues(Ip: text),
            "email" => new IdentityClues(Email: text),
            "user" => new IdentityClues(UserId: text),
            "domain" => new IdentityClues(GroupId: text),
            _ => new IdentityClues(AnonymousId: text),
        };
        return Explain(text, kind, clues, references, visitors);
    }

    /// <summary>Explains several at once, as an event that has them all.</summary>
    /// <param name="clues">What an event would say.</param>
    /// <param name="cancellation">Stops it.</param>
    public IdentityExplanation Explain(in IdentityClues clues, CancellationToken cancellation = default)
    {
        (string Kind, string? Text)[] said = [("domain", clues.GroupId), ("user", clues.UserId), ("email", clues.Email), ("anonymous", clues.AnonymousId), ("ip", clues.Ip)];
        (string Kind, string? Text)[] given = [.. said.Where(clue => clue.Text is not null)];
        (ReferenceCache references, VisitorLinks visitors) = Load([.. given.Select(clue => clue.Text!)], cancellation);
        return Explain(string.Join(", ", given.Select(clue => clue.Text)), string.Join(", ", given.Select(clue => clue.Kind)), clues, references, visitors);
    }

    private (ReferenceCache References, VisitorLinks Visitors) Load(IReadOnlyList<string> said, CancellationToken cancellation)
    {
        var visitors = new VisitorLinks();
        visitors.Reload(workspace.Connection);
        UInt128[] addresses = [.. said.Where(text => IPAddress.TryParse(text, out _)).Select(text => IpRange.NumberOf(IPAddress.Parse(text)))];
        IEnumerable<string> ranges = addresses.Length == 0
            ? []
            : IpRangeStore.Read(workspace.Connection).Where(range => addresses.Any(address => range.First <= address && address <= range.Last)).Select(range => range.Account);
        IEnumerable<long> contacts = said.Select(text => visitors.Find(text)?.Contact).OfType<long>();
        return (ReferenceCache.Of(workspace.Connection, [.. said, .. ranges], [.. contacts], cancellation), visitors);
    }

    private IdentityExplanation Explain(string text, string kind, in IdentityClues clues, ReferenceCache references, VisitorLinks visitors)
    {
        DuckDbConnection connection = workspace.Connection;
        var resolver = new IdentityResolver(references, visitors, new CompanyNetworks(connection, references)) { LeastConfidence = workspace.Settings.IpConfidence };
        var steps = new List<IdentityStep>();
        Attribution whose = resolver.Resolve(clues, steps);
        IEnumerable<LinkRecord> links = new[] { clues.GroupId, clues.UserId, clues.Email, clues.AnonymousId, clues.Ip }.OfType<string>().SelectMany(key => LinkLedger.Of(connection, key));
        return new IdentityExplanation(
            text, kind, Read(EntityKind.Account, whose.Account), Read(EntityKind.Contact, whose.Contact), whose.Rule, whose.Confidence, steps, [.. links]);
    }

    private static string KindOf(string text, ReferenceCache references, VisitorLinks visitors)
    {
        // A bare figure is an address to the parser, and an id to everybody else.
        bool isAddress = IPAddress.TryParse(text, out _) && text.AsSpan().IndexOfAny('.', ':') >= 0;
        return isAddress ? "ip"
            : text.Contains('@', StringComparison.Ordinal) ? "email"
            : visitors.Find(text) is not null ? "anonymous"
            : references.Contact(text) is not null ? "user"
            : references.Account(text) is not null ? "domain" : "anonymous";
    }

    private KnownEntity? Read(EntityKind of, long? reference)
    {
        (string table, string name) = of == EntityKind.Account ? ("account", "name") : ("contact", "email");
        return reference is { } known
            ? workspace.Connection.Query($"SELECT id, {name} FROM {table} WHERE ref = $1", [known], row => new KnownEntity(row.GetRequiredText(0), row.GetText(1))).Single()
            : null;
    }
}
