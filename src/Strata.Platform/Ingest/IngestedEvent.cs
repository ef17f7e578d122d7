using Strata.Index.Entity.Data;

namespace Strata.Platform.Ingest;

/// <summary>An event whose account and contact were looked for: what live membership evaluates and what the warehouse stores.</summary>
/// <param name="Row">The event; its contact is the one found, or null.</param>
/// <param name="Account">The account found, or null where the event belongs to nobody yet.</param>
/// <param name="AccountKey">The account as the sender named it, or null.</param>
/// <param name="ContactKey">The contact as the sender named it, or null.</param>
/// <param name="Raw">A JSON object of the properties whose values do not fit their types, or null.</param>
/// <param name="AnonymousId">The visitor who did it, or null.</param>
/// <param name="Attribution">
/// By what the account was found: <c>group</c>, <c>contact</c>, <c>anonymous</c>, <c>email_domain</c>, <c>ip 0.60</c> with how sure that
/// is; null where nobody was.
/// </param>
public sealed record IngestedEvent(
    EventRow Row, long? Account, string? AccountKey, string? ContactKey, string? Raw, string? AnonymousId = null, string? Attribution = null);
