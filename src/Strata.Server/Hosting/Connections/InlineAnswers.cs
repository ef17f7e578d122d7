using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Strata.Server.Hosting.Connections;

/// <summary>
/// Sends every request to the pool, except for those that are answered from memory (<see cref="MemoryAnswers"/>): waking a thread for
/// one costs more than the answer. What comes before this in the way of a request runs on the thread that waits for sockets, and so does
/// all of it for such an endpoint; nothing there may block, or all sockets of the process wait.
/// </summary>
/// <param name="next">The rest of the way.</param>
/// <param name="areKeysInMemory">Says whether a key can be checked without a file being read.</param>
internal sealed class InlineAnswers(RequestDelegate next, Func<bool> areKeysInMemory)
{
    /// <summary>Lets the request on, where it belongs.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<InlineConnection>() is not { } connection)
        {
            return next(context);
        }

        return IsAnsweredFromMemory(context) && connection.TryStay() ? next(context) : GoOnAsync(context);
    }

    /// <summary>The answer takes more than memory after all: whoever awaits this goes on in the pool.</summary>
    public static async Task LeaveAsync(HttpContext context)
    {
        if (context.Features.Get<InlineConnection>() is { } connection)
        {
            connection.LeaveToPool();
            if (IsPlain(context.Request))
            {
                // The last that is done for a request: whatever its answer waited for is over.
                context.Response.OnCompleted(Return, connection);
            }

            await Task.Yield();
        }
    }

    private static Task Return(object connection)
    {
        ((InlineConnection)connection).ReturnToSocket();
        return Task.CompletedTask;
    }

    private async Task GoOnAsync(HttpContext context)
    {
        await LeaveAsync(context);
        await next(context);
    }

    /// <summary>A session is looked up in the file that has the sessions; keys are, once after some were made or revoked.</summary>
    private bool IsAnsweredFromMemory(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<MemoryAnswers.Mark>() is not null
        && IsPlain(context.Request)
        && context.Request.Headers.Cookie.Count == 0
        && areKeysInMemory();

    /// <summary>Nothing is encrypted, which takes long at the beginning, and the connection has one request at a time.</summary>
    private static bool IsPlain(HttpRequest request) => !request.IsHttps && (HttpProtocol.IsHttp11(request.Protocol) || HttpProtocol.IsHttp10(request.Protocol));
}

/// <summary>Says which endpoints are answered from memory.</summary>
internal static class MemoryAnswers
{
    /// <summary>
    /// The endpoint neither blocks nor takes long: it reads memory, waits for no lock that is held for more than a moment, and reads no body.
    /// Where it cannot answer so, it awaits <see cref="InlineAnswers.LeaveAsync"/> first.
    /// </summary>
    public static T AnswersFromMemory<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new Mark());

    internal sealed record Mark;
}
