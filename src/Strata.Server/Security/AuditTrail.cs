using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Audit;
using Strata.Platform.Keys;
using Strata.Platform.Time;
using Strata.Platform.Workspaces;
using Strata.Server.Tracking;

namespace Strata.Server.Security;

/// <summary>
/// Notes every change that is made over HTTP, or is refused to somebody who is known: whatever takes more than to read, and what says
/// <see cref="Audits.Audited"/>. The entry is there before the answer is sent.
/// </summary>
internal sealed class AuditTrail(RequestDelegate next, AuditWriter writer, ServerOptions options)
{
    /// <summary>Sees to it that the request is noted.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint && IsAudited(endpoint, context.Request))
        {
            // What failed loses its endpoint on the way to the answer.
            var note = new AuditNote(endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? context.Request.Method + " " + context.Request.Path, TargetOf(context.Request));
            context.Items[AuditNote.Item] = note;
            bool isOpen = endpoint.Metadata.GetMetadata<KeyRequirement>() is { Scope: null };
            context.Response.OnStarting(() => NoteAsync(context, note, isOpen));
        }

        return next(context);
    }

    private static bool IsAudited(Endpoint endpoint, HttpRequest request) => endpoint.Metadata.GetMetadata<Audits.Mark>() is not null
        || (!CrossSite.IsSafe(request) && endpoint.Metadata.GetMetadata<KeyRequirement>() is { BySelf: false, Scope: >= KeyScope.Write });

    private static string? TargetOf(HttpRequest request) => request.RouteValues.Count == 0
        ? null
        : string.Join(", ", request.RouteValues.Select(value => $"{value.Key} {value.Value}"));

    private Task NoteAsync(HttpContext context, AuditNote note, bool isOpen)
    {
        Actor? actor = context.FindActor();
        if (actor is not null || isOpen)
        {
            writer.Write(new AuditEntry(
                options.Clock.Microseconds(), actor?.Name, actor?.PersonId, actor?.KeyId, note.Action, note.Target, note.Detail, note.IsRefused ? StatusCodes.Status403Forbidden : context.Response.StatusCode, Sender.AddressOf(context, options.TrustsProxy)));
        }

        return Task.CompletedTask;
    }
}

/// <summary>What the audit log will say of a request.</summary>
/// <param name="action">What is done.</param>
/// <param name="target">What it is done to; null for nothing in particular.</param>
internal sealed class AuditNote(string action, string? target)
{
    internal static readonly object Item = new();

    public string Action => action;

    public string? Target { get; set; } = target;

    public string? Detail { get; set; }

    /// <summary>Whether it was refused, though the answer leads a browser on.</summary>
    public bool IsRefused { get; set; }
}

/// <summary>What endpoints say to the audit log.</summary>
internal static class Audits
{
    /// <summary>The endpoint changes something, though it takes no more than to read, or nobody who is known.</summary>
    public static T Audited<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new Mark());

    /// <summary>Says more of the change: what it is done to, and what. Never a secret.</summary>
    public static void NoteForAudit(this HttpContext context, string? target = null, string? detail = null, bool isRefused = false)
    {
        if (context.Items[AuditNote.Item] is AuditNote note)
        {
            note.Target = target ?? note.Target;
            note.Detail = detail ?? note.Detail;
            note.IsRefused |= isRefused;
        }
    }

    internal sealed record Mark;
}

/// <summary>Writes to the audit log, over a connection of its own. Thread-safe.</summary>
internal sealed class AuditWriter(WorkspaceHost host) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Workspace _workspace = host.OpenSession();

    /// <summary>Adds an entry.</summary>
    public void Write(AuditEntry entry)
    {
        lock (_lock)
        {
            _workspace.Audit.Add(entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();
}
