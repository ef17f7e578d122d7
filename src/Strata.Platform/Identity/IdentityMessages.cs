using Strata.Language.Catalog;
using Strata.Platform.Ingest.References;
using Strata.Platform.Tracking;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Links;

namespace Strata.Platform.Identity;

/// <summary>
/// What identify, group and alias calls, and events that name a user and a visitor, say of contacts, accounts and links. What is known
/// already costs no write. Used by one thread at a time.
/// </summary>
internal sealed class IdentityMessages(
    DuckDbConnection connection, ReferenceCache references, VisitorLinks visitors, VisitorPast past, TraitMapper traits, PendingIdentity pending)
{
    private const uint ContactSeed = 21;
    private const uint AccountSeed = 22;
    private const int MostRemembered = 1_000_000;

    /// <summary>What each contact or account was last said to be: saying it again changes nothing.</summary>
    private readonly Dictionary<UInt128, UInt128> _lastSaid = [];

    /// <summary>True where what the message means depends on what is not written yet.</summary>
    public bool MustWait(TrackedMessage message) =>
        pending.Awaits(message.UserId) || pending.Awaits(message.AnonymousId) || pending.Awaits(message.GroupId) || pending.Awaits(message.PreviousId)
        || pending.Awaits(message.ContextGroup) || pending.Awaits(EmailOf(message));

    /// <summary>Forgets what was said: it may have been changed by others.</summary>
    public void Reset() => _lastSaid.Clear();

    /// <summary>Takes an identify call.</summary>
    public void Identify(TrackedMessage message, DataCatalog catalog)
    {
        string? email = EmailOf(message);
        if (message.UserId is null && email is null)
        {
            // Traits of somebody of whom there is neither an id nor an address have no contact to belong to.
            return;
        }

        long? byId = message.UserId is null ? null : references.Contact(message.UserId);
        long? contact = byId ?? (email is null ? null : references.Contact(email));
        if (IsNews(ContactSeed, message.UserId ?? email!, message) || contact is null)
        {
            Dictionary<string, object?> fields = traits.Map(message, catalog, EntityKind.Contact, out CatalogAdditions additions);
            fields["id"] = contact is not { } known ? message.UserId ?? email
                : byId is null || MayBeOtherName(message.UserId!) ? IdOf("contact", known) : message.UserId;
            if (email is not null)
            {
                fields["email"] = email;
            }

            if (message.ContextGroup is { } group)
            {
                fields.TryAdd("account_id", group);
            }

            bool joins = fields.ContainsKey("account_id") && (contact is null || references.AccountOfContact(contact.Value) is null);
            AddContact(fields, additions, message);
            if (contact is null || joins)
            {
                pending.Await(message.UserId);
                pending.Await(email);
            }
        }

        if (byId is null && contact is not null && message.UserId is not null)
        {
            AddLink(LinkKind.User, message.UserId, email, null, message);
            pending.Await(message.UserId);
        }

        LinkVisitor(message, contact, message.UserId ?? email!);
    }

    /// <summary>Takes a group call.</summary>
    public void Group(TrackedMessage message, DataCatalog catalog)
    {
        string group = message.GroupId!;
        long? account = references.Account(group);
        if (account is null || (message.Properties.Count > 0 && IsNews(AccountSeed, group, message)))
        {
            Dictionary<string, object?> fields = traits.Map(message, catalog, EntityKind.Account, out CatalogAdditions additions);
            if (account is null && fields.GetValueOrDefault("domain") is string domain && references.Account(domain) is { } found)
            {
                account = found;
                AddLink(LinkKind.Group, group, null, domain, message);
            }

            fields["id"] = account is { } known ? IdOf("account", known) : group;
            if (account is null)
            {
                fields.TryAdd("name", group);
            }

            pending.AddAccount(fields, ObservedAt(message));
            Note(additions, message);
            pending.Await(group);
        }

        if (message.UserId is { } user)
        {
            Join(user, group, message);
        }
        else if (message.AnonymousId is { } visitor && (account is null || visitors.Find(visitor) is not { } linked || linked.Account != account))
        {
            AddLink(LinkKind.Anonymous, visitor, null, group, message);
            pending.Await(visitor);
        }
    }

    /// <summary>Takes an alias call: two known contacts become one; an id that is not known is another name of the one that is.</summary>
    public void Alias(TrackedMessage message)
    {
        string user = message.UserId!, previous = message.PreviousId!;
        if (string.Equals(user, previous, StringComparison.Ordinal))
        {
            return;
        }

        long? contact = references.Contact(user), earlier = references.Contact(previous);
        if (contact is not null && earlier is not null)
        {
            if (contact != earlier)
            {
                pending.Merges.Add(new PendingMerge(user, previous, message.MessageId));
                pending.Cause = message.MessageId;
                pending.Await(user);
                pending.Await(previous);
            }

            return;
        }

        if (earlier is not null)
        {
            AddLink(LinkKind.User, user, previous, null, message);
            pending.Await(user);
            return;
        }

        if (contact is null)
        {
            AddContact(new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = user }, CatalogAdditions.None, message);
            pending.Await(user);
        }

        AddLink(LinkKind.User, previous, user, null, message);
        AddLink(LinkKind.Anonymous, previous, user, null, message);
        pending.Await(previous);
    }

    /// <summary>An event that names a known user and a visitor who was not identified yet says who that is.</summary>
    public void Pair(TrackedMessage message, long? contact)
    {
        if (contact is not null && message.UserId is not null && message.AnonymousId is not null && visitors.Find(message.AnonymousId) is null)
        {
            LinkKnown(message, contact.Value, message.UserId);
        }
    }

    /// <summary>The e-mail address that a message says its person has; null where what it says is none.</summary>
    public static string? EmailOf(TrackedMessage message)
    {
        string? said = message.Kind == MessageKind.Identify ? message.Property("email").Written ?? message.Context.Email : message.Context.Email;
        return said is not null && said.IndexOf('@', StringComparison.Ordinal) > 0 ? said : null;
    }

    private void LinkVisitor(TrackedMessage message, long? contact, string person)
    {
        if (message.AnonymousId is not { } visitor || (contact is not null && visitors.Find(visitor)?.Contact == contact))
        {
            return;
        }

        if (contact is not null)
        {
            LinkKnown(message, contact.Value, person);
            return;
        }

        AddLink(LinkKind.Anonymous, visitor, person, null, message);
        pending.Await(visitor);
    }

    /// <summary>A visitor who left nothing behind needs no more than a row in the ledger.</summary>
    private void LinkKnown(TrackedMessage message, long contact, string person)
    {
        string visitor = message.AnonymousId!;
        if (past.MayHave(visitor, out _))
        {
            AddLink(LinkKind.Anonymous, visitor, person, null, message);
        }
        else
        {
            pending.Ledger.Add(new PendingLedgerRow(visitor, contact, references.AccountOfContact(contact), message.ReceivedAt, message.MessageId));
        }

        visitors.Add(visitor, new LinkedVisitor(contact, visitors.Find(visitor)?.Account));
    }

    /// <summary>A member of a group who has no account yet belongs to it.</summary>
    private void Join(string user, string group, TrackedMessage message)
    {
        long? contact = references.Contact(user);
        if (contact is { } known && references.AccountOfContact(known) is not null)
        {
            return;
        }

        AddContact(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["id"] = contact is { } found && MayBeOtherName(user) ? IdOf("contact", found) : user,
                ["account_id"] = group,
            },
            CatalogAdditions.None,
            message);
        pending.Await(user);
    }

    private void AddLink(LinkKind kind, string key, string? contact, string? account, TrackedMessage message)
    {
        pending.Links.Add(new PendingLink(kind, key, contact, account, message.ReceivedAt, message.MessageId));
        pending.Cause = message.MessageId;
    }

    private static long ObservedAt(TrackedMessage message) => Math.Min(message.Instant, message.ReceivedAt);

    private void AddContact(Dictionary<string, object?> fields, CatalogAdditions additions, TrackedMessage message)
    {
        pending.AddContact(fields, ObservedAt(message));
        Note(additions, message);
    }

    private void Note(CatalogAdditions additions, TrackedMessage message)
    {
        pending.Extend(additions);
        pending.Cause = message.MessageId;
    }

    /// <summary>True unless an id that finds a contact is sure to be the contact's own, which then costs no look.</summary>
    private bool MayBeOtherName(string user) => user.Contains('@', StringComparison.Ordinal) || visitors.IsOtherName(user);

    private string IdOf(string table, long reference) =>
        connection.QueryScalar<string>($"SELECT id FROM {table} WHERE ref = $1", reference) ?? throw new InvalidOperationException($"There is no {table} {reference}.");

    /// <summary>True unless the same was said of the key the last time.</summary>
    private bool IsNews(uint seed, string key, TrackedMessage message)
    {
        UInt128 said = KeyHash.Of(message.ContextGroup ?? "", seed);
        ReadOnlySpan<byte> raw = message.Raw.Span;
        foreach (TrackedProperty trait in message.Properties)
        {
            said = (said << 1) ^ (said >> 127) ^ KeyHash.Of(trait.Written, 1) ^ KeyHash.Of(raw.Slice(trait.Value.Start, trait.Value.Length), 2);
        }

        UInt128 name = KeyHash.Of(key, seed);
        if (_lastSaid.TryGetValue(name, out UInt128 last) && last == said)
        {
            return false;
        }

        if (_lastSaid.Count == MostRemembered)
        {
            _lastSaid.Clear();
        }

        _lastSaid[name] = said;
        return true;
    }
}
