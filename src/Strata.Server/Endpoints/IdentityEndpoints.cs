using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Identity;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Whose an address or an id is, and why.</summary>
internal static class IdentityEndpoints
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapIdentity(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/identify", Identify)
        .RequireKey(KeyScope.Read).WithTags("lookup").WithName("explainIdentity")
        .WithSummary("Whose an event would be now with this ip, email, user_id, anonymous_id or domain, by which rule, and what every rule before it found")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static Ok<Identification> Identify(
        WorkspaceHost host,
        string? ip,
        string? email,
        string? domain,
        [FromQuery(Name = "anonymous_id")] string? anonymousId,
        [FromQuery(Name = "user_id")] string? userId,
        string? any,
        CancellationToken cancellation)
    {
        var clues = new IdentityClues(Trimmed(domain), Trimmed(userId), Trimmed(email), Trimmed(anonymousId), Trimmed(ip));
        if (clues == default && Trimmed(any) is null)
        {
            throw new UserErrorException("argument", "Nothing says who is looked for.", fix: "Give one or more of ip, email, user_id, anonymous_id and domain, or 'any' of them.");
        }

        using LentSession session = host.Lend();
        var lookup = new IdentityLookup(session.Workspace);
        return TypedResults.Ok(Identification.From(clues == default ? lookup.Explain(any!, cancellation) : lookup.Explain(clues, cancellation)));
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string RuleOf(AttributionRule rule) => rule switch
    {
        AttributionRule.Group => "group",
        AttributionRule.Contact => "contact",
        AttributionRule.Anonymous => "anonymous",
        AttributionRule.EmailDomain => "email_domain",
        AttributionRule.Ip => "ip",
        _ => "none",
    };

    /// <summary>Whose it is, and why.</summary>
    /// <param name="Given">What was asked about.</param>
    /// <param name="As">What it was taken for.</param>
    /// <param name="Account">The account; missing for nobody.</param>
    /// <param name="Contact">The contact; missing for nobody.</param>
    /// <param name="Rule">By what the account was found: group, contact, anonymous, email_domain, ip or none.</param>
    /// <param name="Confidence">How sure that is, from 0 to 1.</param>
    /// <param name="Steps">The rules that were tried, in their order.</param>
    /// <param name="Links">What messages said of the id, the newest first.</param>
    internal sealed record Identification(
        string Given, string As, KnownEntity? Account, KnownEntity? Contact, string Rule, double Confidence, IReadOnlyList<IdentityStepItem> Steps, IReadOnlyList<IdentityLinkItem> Links)
    {
        public static Identification From(IdentityExplanation found) => new(
            found.Given,
            found.As,
            found.Account,
            found.Contact,
            RuleOf(found.Rule),
            found.Confidence,
            [.. found.Steps.Select(step => new IdentityStepItem(RuleOf(step.Rule), step.Said, step.Finding))],
            [.. found.Links.Select(link => new IdentityLinkItem(
                link.Id, link.Kind.ToString().ToLowerInvariant(), link.Key, Microseconds.ToText(link.LinkedAt), link.Cause, link.UndoneAt is { } undone ? Microseconds.ToText(undone) : null))]);
    }

    /// <summary>A rule that was tried.</summary>
    /// <param name="Rule">The rule.</param>
    /// <param name="Said">What there was to go by.</param>
    /// <param name="Finding">What came of it.</param>
    internal sealed record IdentityStepItem(string Rule, string Said, string Finding);

    /// <summary>What a message said of an id.</summary>
    /// <param name="Id">The link's number.</param>
    /// <param name="Kind">What the id is: anonymous or user.</param>
    /// <param name="Key">The id.</param>
    /// <param name="At">When it was said.</param>
    /// <param name="Cause">The id of the message.</param>
    /// <param name="UndoneAt">When it was taken back; missing while it holds.</param>
    internal sealed record IdentityLinkItem(long Id, string Kind, string Key, string At, string Cause, string? UndoneAt);
}
