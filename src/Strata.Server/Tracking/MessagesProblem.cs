using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Strata.Platform.Tracking;

namespace Strata.Server.Tracking;

/// <summary>Tells which messages of a request were not taken, and why.</summary>
internal static class MessagesProblem
{
    /// <summary>So many are told of one by one: whoever sends thousands of malformed messages is told by the first what is wrong.</summary>
    private const int MostListed = 100;

    /// <summary>The problem. The messages without an error are taken.</summary>
    public static ProblemDetails Of(SegmentRequest read)
    {
        int all = read.Messages.Count + read.Errors.Count;
        var problem = new ProblemDetails
        {
            Status = StatusCodes.Status400BadRequest,
            Title = ReasonPhrases.GetReasonPhrase(StatusCodes.Status400BadRequest),
            Detail = all == 1
                ? read.Errors[0].Message
                : string.Create(CultureInfo.InvariantCulture, $"{read.Errors.Count} of {all} messages are malformed; the others were taken. Do not send those again."),
        };
        problem.Extensions["code"] = all == 1 ? read.Errors[0].Code : "messages";
        problem.Extensions["success"] = false;
        problem.Extensions["accepted"] = read.Messages.Count;
        problem.Extensions["refused"] = read.Errors.Count;
        problem.Extensions["errors"] = read.Errors.Take(MostListed).Select(error => new Item(error.Index, error.MessageId, error.Code, error.Message, error.Fix)).ToArray();
        return problem;
    }

    /// <summary>A message that was not taken.</summary>
    internal sealed record Item(int Index, string? MessageId, string Code, string Message, string Fix);
}
