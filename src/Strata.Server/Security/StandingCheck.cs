using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Strata.Platform.Workspaces;

namespace Strata.Server.Security;

/// <summary>
/// Ends answers that stay open once whoever asked for them may not have them any more: the session was signed out, ran out or was taken
/// away, the person has another role, or the key was revoked. It comes after <see cref="KeyCheck"/>, which let the request in.
/// </summary>
/// <param name="next">The rest of the way.</param>
/// <param name="host">Knows the keys.</param>
/// <param name="sessions">Knows who is signed in.</param>
/// <param name="options">How the server runs.</param>
internal sealed class StandingCheck(RequestDelegate next, WorkspaceHost host, SessionDirectory sessions, ServerOptions options)
{
    /// <summary>How long whoever lost a right is heard at the most.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Lets the request on, and looks after it while it lasts.</summary>
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<OpenAnswers.Mark>() is null || context.FindActor() is not { } actor ? next(context) : WatchAsync(context, actor);

    private async Task WatchAsync(HttpContext context, Actor actor)
    {
        CancellationToken gone = context.RequestAborted;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(gone);
        context.RequestAborted = end.Token;
        string? session = SessionCookie.Read(context, options);
        Task watching = EndWhenOverAsync(() => IsStanding(context.Request, actor, session), end);
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestAborted = gone;
            await end.CancelAsync();
            await watching;
        }
    }

    private bool IsStanding(HttpRequest request, Actor actor, string? session) => actor.PersonId is { } person
        ? sessions.Find(session, isUse: false)?.Person is { } now && now.Id == person && now.Role == actor.Role
        : PresentedKey.Find(request, host.Keys) is not null;

    private async Task EndWhenOverAsync(Func<bool> isStanding, CancellationTokenSource end)
    {
        using var timer = new PeriodicTimer(Every, options.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
            {
                if (!isStanding())
                {
                    await end.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The answer is over.
        }
    }
}

/// <summary>Says which answers stay open.</summary>
internal static class OpenAnswers
{
    /// <summary>The answer stays open, so that the caller is looked after while it does.</summary>
    public static T StaysOpen<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new Mark());

    internal sealed record Mark;
}
