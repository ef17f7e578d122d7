namespace Strata.Platform.Identity;

/// <summary>By what the account of an event was found, the surest first: the order in which they are tried.</summary>
public enum AttributionRule
{
    /// <summary>By nothing.</summary>
    None,

    /// <summary>The event names the account.</summary>
    Group,

    /// <summary>The person is a known contact, whose account it is.</summary>
    Contact,

    /// <summary>The visitor was identified before.</summary>
    Anonymous,

    /// <summary>The domain of the person's e-mail address is the account's.</summary>
    EmailDomain,

    /// <summary>The visitor's address belongs to the company.</summary>
    Ip,
}

/// <summary>Whose an event is.</summary>
/// <param name="Account">The account's ref, or null.</param>
/// <param name="AccountKey">The account as the event names it, or null.</param>
/// <param name="Contact">The contact's ref, or null.</param>
/// <param name="ContactKey">The person as the event names them, or null.</param>
/// <param name="Rule">By what the account was found.</param>
/// <param name="Confidence">How sure that is, from 0 to 1: 1 but for <see cref="AttributionRule.Ip"/>.</param>
public readonly record struct Attribution(
    long? Account, string? AccountKey, long? Contact, string? ContactKey, AttributionRule Rule, double Confidence)
{
    private static readonly string[] IpTexts = [.. Enumerable.Range(0, 101).Select(percent => $"ip {percent / 100}.{percent % 100:00}")];

    /// <summary>The rule, of an address with its confidence, as events keep it; null where nobody was found.</summary>
    public string? Text => Rule switch
    {
        AttributionRule.Group => "group",
        AttributionRule.Contact => "contact",
        AttributionRule.Anonymous => "anonymous",
        AttributionRule.EmailDomain => "email_domain",
        AttributionRule.Ip => IpTexts[(int)Math.Round(Math.Clamp(Confidence, 0, 1) * 100)],
        _ => null,
    };
}
