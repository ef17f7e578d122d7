using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language.Time;
using Strata.Platform.Audit;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Who changed what, or tried to.</summary>
internal static class AuditEndpoints
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/audit", List)
        .RequireKey(KeyScope.Admin).WithTags("audit").WithName("listAudit")
        .WithSummary("Every change that was made or refused, and every try to sign in, the newest first")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static Ok<AuditPage> List(WorkspaceHost host, string? text, string? action, bool? refused, string? from, string? to, string? cursor, int? limit)
    {
        using LentSession lent = host.Lend();
        Workspace workspace = lent.Workspace;
        int most = Limits.Of(limit, 100, 1000);
        IReadOnlyList<AuditEntry> entries = workspace.Audit.Read(
            new AuditFilter
            {
                Text = Given(text),
                Action = Given(action),
                Refused = refused,
                From = Given(from) is { } since ? Instants.Of(since, workspace).Instant : null,
                To = Given(to) is { } until ? Instants.Of(until, workspace).Instant : null,
                Before = Cursor.ReadNumber(cursor),
            },
            most + 1);
        string? next = entries.Count > most ? Cursor.Write(entries[most - 1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null;
        return TypedResults.Ok(new AuditPage([.. entries.Take(most).Select(AuditItem.Of)], workspace.Audit.Actions(), next));
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>A page of the audit log.</summary>
    /// <param name="Entries">The entries, the newest first.</param>
    /// <param name="Actions">Every action that there are entries of, to choose from.</param>
    /// <param name="NextCursor">Where the next page begins; missing on the last.</param>
    internal sealed record AuditPage(IReadOnlyList<AuditItem> Entries, IReadOnlyList<string> Actions, string? NextCursor);

    /// <summary>An entry.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="At">When.</param>
    /// <param name="Actor">Who, by name; missing where nobody knows.</param>
    /// <param name="PersonId">The person's id; missing where it was none.</param>
    /// <param name="KeyId">The key's id; missing where it was none.</param>
    /// <param name="Action">What was done: the name of an operation of this interface, or a command.</param>
    /// <param name="Target">What it was done to.</param>
    /// <param name="Detail">More of it.</param>
    /// <param name="Status">How it ended, as a status of HTTP: from 400 on it was refused or failed.</param>
    /// <param name="Address">The address that it came from; missing for the command line.</param>
    internal sealed record AuditItem(long Id, string At, string? Actor, string? PersonId, string? KeyId, string Action, string? Target, string? Detail, int Status, string? Address)
    {
        public static AuditItem Of(AuditEntry entry) => new(
            entry.Id, Microseconds.ToText(entry.At), entry.Actor, entry.PersonId, entry.KeyId, entry.Action, entry.Target, entry.Detail, entry.Status, entry.Address);
    }
}
