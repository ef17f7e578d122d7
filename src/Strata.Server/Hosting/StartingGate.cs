using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Strata.Server.Problems;
using Strata.Server.Tracking;

namespace Strata.Server.Hosting;

/// <summary>
/// Answers requests of the interface while the server starts: that it does, how far it is, and to ask again. The files of the web app and
/// what says <see cref="StartingAnswers.AnswersWhileStarting"/> are there already.
/// </summary>
internal sealed class StartingGate(RequestDelegate next, Readiness readiness)
{
    /// <summary>The code of the problem; the web app knows it.</summary>
    public const string Code = "starting";

    private const int AskAgainSeconds = 1;

    /// <summary>Lets the request through, or answers it.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (readiness.Starting is not { } progress || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<StartingAnswers.Mark>() is not null)
        {
            return next(context);
        }

        CrossOrigin.AllowFailed(context, endpoint);
        context.Response.Headers.RetryAfter = AskAgainSeconds.ToString(CultureInfo.InvariantCulture);
        string far = progress.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $", {progress.Done:N0} of {progress.Total:N0}") : "";
        return Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, Code, $"The server is starting: {progress.Text}{far}.", "Ask again in a moment; GET /readyz says how far it is.");
    }
}

/// <summary>Says which endpoints answer before the server is ready.</summary>
internal static class StartingAnswers
{
    /// <summary>The endpoint answers while the server starts: it needs nothing of the data.</summary>
    public static T AnswersWhileStarting<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new Mark());

    internal sealed record Mark;
}
