namespace Strata.Platform.Lookup;

/// <summary>By what somebody is looked for; everything may be null. What is surer counts first: visitor, e-mail, domain, address.</summary>
/// <param name="Ip">The address that the visitor uses.</param>
/// <param name="Email">The person's e-mail address.</param>
/// <param name="Domain">The company's domain.</param>
/// <param name="AnonymousId">The visitor, as tracking libraries name them.</param>
public readonly record struct LookupQuery(string? Ip, string? Email, string? Domain, string? AnonymousId)
{
    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => Ip is null && Email is null && Domain is null && AnonymousId is null;
}

/// <summary>Who was found.</summary>
/// <param name="Account">The account's ref.</param>
/// <param name="By">By what: <c>domain</c>, <c>contact</c>, <c>anonymous</c>, <c>email_domain</c> or <c>ip</c>.</param>
/// <param name="Confidence">How sure that is, from 0 to 1.</param>
public readonly record struct LookupAnswer(long Account, string By, double Confidence);
