using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Strata.Language;

namespace Strata.Server.Problems;

/// <summary>
/// Answers that something is wrong, as problem+json (RFC 9457). Beside what that says a problem has the <c>code</c>, the place
/// (<c>where</c>) and the remedy (<c>fix</c>) that commands show too; where several things are wrong, <c>errors</c> has them all.
/// </summary>
internal static class Problem
{
    /// <summary>Answers with one problem.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string message, string? fix = null) =>
        WriteAsync(context, status, [new UserError(code, message, Fix: fix)]);

    /// <summary>Answers with what the user did wrong.</summary>
    public static Task WriteAsync(HttpContext context, int status, IReadOnlyList<UserError> errors) => WriteAsync(context, status, Of(status, errors));

    /// <summary>Answers with a problem.</summary>
    public static Task WriteAsync(HttpContext context, int status, ProblemDetails problem)
    {
        context.Response.StatusCode = status;
        return context.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem }).AsTask();
    }

    /// <summary>The problem that tells of errors, at least one.</summary>
    public static ProblemDetails Of(int status, IReadOnlyList<UserError> errors)
    {
        var problem = new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = errors[0].Message };
        problem.Extensions["code"] = errors[0].Code;
        if (errors[0].Where is { } where)
        {
            problem.Extensions["where"] = Place.Of(where);
        }

        if (errors[0].Fix is { } fix)
        {
            problem.Extensions["fix"] = fix;
        }

        if (errors.Count > 1)
        {
            problem.Extensions["errors"] = errors.Select(error => new Item(error.Code, error.Message, Place.Of(error.Where), error.Fix)).ToArray();
        }

        return problem;
    }

    /// <summary>Leaves out of every problem what the framework adds for people who debug it.</summary>
    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
    {
        context.ProblemDetails.Type = null;
        context.ProblemDetails.Extensions.TryAdd("code", CodeOf(context.ProblemDetails.Status));
        if (context.ProblemDetails.Detail is null)
        {
            Complete(context.ProblemDetails, context.HttpContext);
        }
    };

    /// <summary>Says what routing has no answer for.</summary>
    private static void Complete(ProblemDetails problem, HttpContext context)
    {
        switch (problem.Status)
        {
            case StatusCodes.Status405MethodNotAllowed:
                problem.Detail = $"There is no {context.Request.Method} at {context.Request.Path}.";
                problem.Extensions["fix"] = $"It takes {context.Response.Headers.Allow}.";
                break;
            case StatusCodes.Status415UnsupportedMediaType:
                problem.Detail = $"A body of the type '{context.Request.ContentType}' is not read here.";
                problem.Extensions["fix"] = "Say 'Content-Type: application/json' where it is that.";
                break;
            default:
                break;
        }
    }

    private static string CodeOf(int? status) => status switch
    {
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status405MethodNotAllowed => "method",
        StatusCodes.Status413PayloadTooLarge => "too-large",
        StatusCodes.Status415UnsupportedMediaType => "media-type",
        < 500 => "request",
        _ => "fault",
    };

    /// <summary>One of several errors.</summary>
    internal sealed record Item(string Code, string Message, Place? Where, string? Fix);

    /// <summary>Where it is wrong; line and column from 1, the length in UTF-16 units.</summary>
    internal sealed record Place(int Line, int Column, int Length, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? File)
    {
        public static Place? Of(SourceLocation? where) => where is null ? null : new Place(where.Line, where.Column, where.Length, where.File);
    }
}
