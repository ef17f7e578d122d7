using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Identity;
using Strata.Platform.Ingest.Watch;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;

namespace Strata.Server.Events;

/// <summary>A message as it came, and what became of it.</summary>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="MessageId">Its id.</param>
/// <param name="Kind">Which call it is.</param>
/// <param name="Name">The event's or page's name.</param>
/// <param name="WriteKey">The id of the key that it came with.</param>
/// <param name="AnonymousId">The visitor.</param>
/// <param name="UserId">The user.</param>
/// <param name="Outcome">What became of it: taken, duplicate, dropped or refused.</param>
/// <param name="Reason">Why it was dropped or refused.</param>
/// <param name="Account">The account that it is attributed to; missing for nobody's.</param>
/// <param name="Contact">The contact.</param>
/// <param name="Rule">By what the account was found.</param>
/// <param name="Confidence">How sure that is, from 0 to 1.</param>
/// <param name="Steps">The rules that were tried, in their order.</param>
/// <param name="Events">The events that it made.</param>
/// <param name="Raw">The message as it came.</param>
internal sealed record LiveMessage(
    string ReceivedAt,
    string? MessageId,
    string Kind,
    string? Name,
    string WriteKey,
    string? AnonymousId,
    string? UserId,
    WatchedOutcome Outcome,
    string? Reason,
    KnownEntity? Account,
    KnownEntity? Contact,
    string Rule,
    double Confidence,
    IReadOnlyList<LiveStep> Steps,
    IReadOnlyList<LiveEvent> Events,
    string Raw);

/// <summary>A rule that was tried.</summary>
internal sealed record LiveStep(string Rule, string Said, string Finding);

/// <summary>An event that a message made.</summary>
internal sealed record LiveEvent(string Id, string Type, string At);

/// <summary>A change of membership that a message made.</summary>
/// <param name="MessageId">The id of the message, or of the event that it made.</param>
/// <param name="Segment">The segment.</param>
/// <param name="Of">accounts or contacts.</param>
/// <param name="Id">Who.</param>
/// <param name="Entered">True where they entered, false where they left.</param>
internal sealed record LiveMembership(string MessageId, string Segment, string Of, string Id, bool Entered);

/// <summary>How many messages were left out because too many came.</summary>
internal sealed record LiveSkipped(long Messages);

/// <summary>Messages as they are shown.</summary>
internal static class LiveMessages
{
    /// <summary>True where a message has the text in what names it; everything has no text at all.</summary>
    public static bool Matches(WatchedMessage message, string? find)
    {
        if (string.IsNullOrWhiteSpace(find))
        {
            return true;
        }

        string text = find.Trim();
        return Has(message.Name) || Has(message.UserId) || Has(message.AnonymousId) || Has(message.MessageId) || Has(message.Kind) || message.Events.Any(made => Has(made.Type));

        bool Has(string? value) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>The message with the names of those it concerns.</summary>
    public static LiveMessage Of(WatchedMessage message, WorkspaceHost host)
    {
        KnownEntity? account = null, contact = null;
        if (message.Account is not null || message.Contact is not null)
        {
            using LentSession session = host.Lend();
            account = Read(session.Workspace, EntityKind.Account, message.Account);
            contact = Read(session.Workspace, EntityKind.Contact, message.Contact);
        }

        return new LiveMessage(
            Microseconds.ToText(message.ReceivedAt),
            message.MessageId,
            message.Kind,
            message.Name,
            message.WriteKey,
            message.AnonymousId,
            message.UserId,
            message.Outcome,
            message.Reason,
            account,
            contact,
            Rule(message.Rule),
            message.Confidence,
            [.. message.Steps.Select(step => new LiveStep(Rule(step.Rule), step.Said, step.Finding))],
            [.. message.Events.Select(made => new LiveEvent(made.Id, made.Type, Microseconds.ToText(made.Instant)))],
            message.Raw);
    }

    /// <summary>A change of membership as it is shown.</summary>
    public static LiveMembership Of(MembershipChange change) =>
        new(change.Cause.Id!, change.Segment, Reading.Words.Of(change.Of), change.EntityId, change.Entered);

    private static string Rule(AttributionRule rule) => rule == AttributionRule.EmailDomain ? "email_domain" : rule.ToString().ToLowerInvariant();

    private static KnownEntity? Read(Workspace workspace, EntityKind of, long? reference)
    {
        (string table, string name) = of == EntityKind.Account ? ("account", "name") : ("contact", "email");
        return reference is { } known
            ? workspace.Connection.Query($"SELECT id, {name} FROM {table} WHERE ref = $1", [known], row => new KnownEntity(row.GetRequiredText(0), row.GetText(1))).SingleOrDefault()
            : null;
    }
}
