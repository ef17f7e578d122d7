using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Strata.Language;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Tracking;
using Strata.Warehouse.DuckDb;

namespace Strata.Server.Problems;

/// <summary>
/// Turns what an endpoint throws into an answer: the caller's errors with everything that helps to mend them, faults of the server's
/// own without anything of its inside.
/// </summary>
internal sealed partial class FaultHandler(ILogger<FaultHandler> log) : IExceptionHandler
{
    /// <summary>As proxies number it: whoever asked is gone.</summary>
    private const int StatusClientClosedRequest = 499;

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The web server has taken away what the endpoint had said of its answer.
        CrossOrigin.AllowFailed(httpContext, httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint);
        switch (exception)
        {
            case UserErrorException wrong:
                await Problem.WriteAsync(httpContext, StatusCodes.Status400BadRequest, wrong.Errors);
                break;
            case NotFoundException missing:
                await Problem.WriteAsync(httpContext, StatusCodes.Status404NotFound, "not-found", missing.Message, missing.Fix);
                break;
            case ForbiddenException forbidden:
                await Problem.WriteAsync(httpContext, StatusCodes.Status403Forbidden, "forbidden", forbidden.Message, forbidden.Fix);
                break;
            case VersionConflictException conflict:
                await Problem.WriteAsync(httpContext, StatusCodes.Status409Conflict, Conflict(conflict));
                break;
            case RefusedException refused:
                await Problem.WriteAsync(httpContext, refused.Status, refused.Code, refused.Message, refused.Fix);
                break;
            case BadHttpRequestException bad:
                await Problem.WriteAsync(httpContext, bad.StatusCode, [UnreadableRequest.Explain(httpContext, bad)]);
                break;
            case DuckDbException when EngineMemory.Explain(exception) is { } explained:
                await Problem.WriteAsync(httpContext, StatusCodes.Status503ServiceUnavailable, explained.Errors);
                break;
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
                httpContext.Response.StatusCode = StatusClientClosedRequest;
                break;
            default:
                Fault(log, exception, httpContext.Request.Method, httpContext.Request.Path);
                await Problem.WriteAsync(httpContext, StatusCodes.Status500InternalServerError, "fault", "The server failed; its log says more.");
                break;
        }

        return true;
    }

    /// <summary>Tells of both versions: the one that the change starts from and the one that stands.</summary>
    private static ProblemDetails Conflict(VersionConflictException conflict)
    {
        ProblemDetails problem = Problem.Of(
            StatusCodes.Status409Conflict, [new UserError("conflict", conflict.Message, Fix: "Look at the version that stands, then save yours over it or start from it.")]);
        problem.Extensions["startedFrom"] = conflict.StartedFrom;
        problem.Extensions["current"] = conflict.Current is { } current ? VersionItem.Of(current) : null;
        return problem;
    }

    [LoggerMessage(10, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Fault(ILogger log, Exception exception, string method, string path);
}
