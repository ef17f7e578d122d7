using Strata.Language.Catalog;

namespace Strata.Platform.Quality;

/// <summary>Something that may be wrong with accounts or contacts.</summary>
/// <param name="Code">What.</param>
/// <param name="Title">The same in words.</param>
/// <param name="Of">With whom.</param>
/// <param name="Condition">Who is concerned, as SQL over the table <c>t</c>.</param>
/// <param name="Value">The value that is wrong, as SQL; NULL where one is missing.</param>
/// <param name="Fix">What can be done about it.</param>
/// <param name="Where">The same in the language, where that can say it.</param>
internal sealed record QualityCheck(string Code, string Title, EntityKind Of, string Condition, string Value, string Fix, string? Where = null)
{
    private const string MailDomain = "split_part(lower(t.email), '@', 2)";

    /// <summary>Every check there is.</summary>
    public static IReadOnlyList<QualityCheck> All { get; } =
    [
        new(
            "accounts-without-domain", "Accounts without a web domain", EntityKind.Account, "t.domain IS NULL", "NULL",
            "Import a file with their websites: without a domain neither e-mail addresses nor visitors lead to them.", "domain is unknown"),
        new(
            "invalid-domains", "Accounts whose domain is none", EntityKind.Account,
            "t.domain IS NOT NULL AND NOT regexp_full_match(t.\"domain.folded\", '([\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?\\.)+[\\p{L}\\p{N}-]{2,}')", "t.domain",
            "Correct them in their source and import them again."),
        new(
            "accounts-without-name", "Accounts without a name", EntityKind.Account, "t.name IS NULL", "t.domain", "Import a file with their names.", "name is unknown"),
        new(
            "accounts-without-contacts", "Accounts without a contact", EntityKind.Account, "NOT EXISTS (FROM contact c WHERE c.account_ref = t.ref)", "NULL",
            "Bring in the people who work there."),
        new(
            "contacts-without-account", "Contacts without an account", EntityKind.Contact, "t.account_ref IS NULL", "t.account_id",
            "Import the accounts that they name, or give accounts the domains of their addresses: they are attached by themselves then."),
        new(
            "contacts-without-email", "Contacts without an e-mail address", EntityKind.Contact, "t.email IS NULL", "NULL", "Import a file with their addresses.", "email is unknown"),
        new(
            "invalid-emails", "Contacts whose e-mail address is none", EntityKind.Contact,
            "t.email IS NOT NULL AND NOT regexp_full_match(lower(t.email), '[^@\\s\",;<>()]+@([\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?\\.)+[\\p{L}\\p{N}-]{2,}')", "t.email",
            "Correct them in their source and import them again."),
        new(
            "foreign-emails", "Contacts whose address is at another company's domain than their account's", EntityKind.Contact,
            $"EXISTS (FROM account o WHERE o.ref <> t.account_ref AND o.\"domain.folded\" = {MailDomain}) AND EXISTS (FROM account a WHERE a.ref = t.account_ref AND a.\"domain.folded\" <> {MailDomain})",
            "t.email", "Look whether they changed jobs, or whether both accounts are one."),
        new(
            "unreachable-emails", "Contacts whose address does not take mail", EntityKind.Contact, "t.\"email_status.folded\" IN ('bounced', 'invalid', 'hard bounce')", "t.email",
            "Leave them out of campaigns, and look for their new address."),
    ];
}
