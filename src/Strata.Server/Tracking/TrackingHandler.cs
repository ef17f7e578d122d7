using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;
using Strata.Language;
using Strata.Platform.Ingest;
using Strata.Platform.Keys;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Security;

namespace Strata.Server.Tracking;

/// <summary>
/// Takes events in: reads a request, checks its key, hands its messages to the pipeline, and answers once they are durable. What is
/// malformed is answered with a reason for each message; the others of the request are taken all the same.
/// </summary>
internal sealed class TrackingHandler(IngestPipeline pipeline, WorkspaceHost host, KeyLimits limits, ServerOptions options)
{
    private const string BusySeconds = "1";
    private const string UnavailableSeconds = "5";
    private static readonly byte[] Success = "{\"success\":true}"u8.ToArray();
    private readonly ObjectPool<SegmentSpecReader> _readers = new DefaultObjectPool<SegmentSpecReader>(new DefaultPooledObjectPolicy<SegmentSpecReader>());

    /// <summary>Takes a request in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">The call that the address names; null for a batch.</param>
    public async Task HandleAsync(HttpContext context, MessageKind? kind)
    {
        CrossOrigin.Allow(context);
        ApiKey? key = PresentedKey.Find(context.Request, host.Keys);
        if (key is not null && !await AdmitAsync(context, key))
        {
            return;
        }

        int? arrived = await RequestBody.ArriveAsync(context.Request);
        ReadOnlyMemory<byte> body = arrived is null ? await RequestBody.ReadAsync(context.Request, options.MaxRequestBytes) : default;
        if (key is null)
        {
            // Whoever has none is refused before anything of the messages is in memory but the bytes.
            string? written = arrived is { } length
                ? await RequestBody.LookAsync(context.Request, length, static held => WrittenKey.Find(held))
                : WrittenKey.Find(new ReadOnlySequence<byte>(body));
            key = written is null ? null : host.Keys.Find(written);
            if (key is null)
            {
                await KeyCheck.RefuseAsync(context);
                return;
            }

            if (!await AdmitAsync(context, key))
            {
                return;
            }
        }

        await TakeAsync(context, kind, key, arrived, body);
    }

    /// <summary>Answers the browser library's question what to do: send everything here.</summary>
    public async Task AnswerSettingsAsync(HttpContext context)
    {
        CrossOrigin.Allow(context);
        string writeKey = (string)context.Request.RouteValues["writeKey"]!;
        if (host.Keys.Find(writeKey) is not { } key || !key.Allows(KeyScope.Track))
        {
            await KeyCheck.RefuseAsync(context);
            return;
        }

        context.Response.ContentType = MediaTypeNames.Application.Json;
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteStartObject("integrations"u8);
        writer.WriteStartObject("Segment.io"u8);
        writer.WriteString("apiKey"u8, writeKey);
        writer.WriteString("apiHost"u8, $"{context.Request.Host}/v1");
        writer.WriteString("protocol"u8, context.Request.Scheme);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("plan"u8);
        writer.WriteEndObject();

        // Else the library counts its own calls, and sends that to its makers.
        writer.WriteStartObject("metrics"u8);
        writer.WriteNumber("sampleRate"u8, 0);
        writer.WriteEndObject();
        writer.WriteEndObject();
        await writer.FlushAsync();
        await context.Response.BodyWriter.FlushAsync();
    }

    /// <summary>
    /// Takes a request in when it is its turn. The turn is given back when the answer is begun: others wait for it, and whoever sent the
    /// request may be in no hurry to read the answer. Not before: then the next request is read while this one is still in memory.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">The call that the address names; null for a batch.</param>
    /// <param name="key">The key, which is admitted.</param>
    /// <param name="arrived">How many bytes the body has where all of it has arrived and is to be read; else null.</param>
    /// <param name="body">The body where it is read already.</param>
    private async Task TakeAsync(HttpContext context, MessageKind? kind, ApiKey key, int? arrived, ReadOnlyMemory<byte> body)
    {
        Task answer;
        using (IngestTurn turn = await pipeline.TurnAsync(arrived ?? body.Length))
        {
            if (turn.IsGiven)
            {
                body = arrived is null ? body : await RequestBody.ReadAsync(context.Request, options.MaxRequestBytes);
                RequestContext sender = Sender.Of(context, pipeline.Receive(), options.TrustsProxy);
                SegmentRequest read = Read(kind, body, sender);
                SubmitOutcome outcome = read.Messages.Count + read.Errors.Count == 0
                    ? SubmitOutcome.Durable
                    : await pipeline.SubmitAsync(new InputRequest(kind, sender, key.Id, body), read, turn);
                answer = AnswerAsync(context, outcome, read);
            }
            else
            {
                answer = RefuseBusyAsync(context);
            }
        }

        await answer;
    }

    private SegmentRequest Read(MessageKind? kind, ReadOnlyMemory<byte> body, in RequestContext sender)
    {
        SegmentSpecReader reader = _readers.Get();
        try
        {
            return reader.Read(kind, body, sender);
        }
        catch (UserErrorException large) when (large.Errors[0] is { Code: SegmentSpecReader.SizeCode } error)
        {
            throw new RefusedException(StatusCodes.Status413PayloadTooLarge, error.Code, error.Message, error.Fix);
        }
        finally
        {
            _readers.Return(reader);
        }
    }

    private async ValueTask<bool> AdmitAsync(HttpContext context, ApiKey key)
    {
        if (!key.Allows(KeyScope.Track))
        {
            await KeyCheck.RefuseScopeAsync(context, key, KeyScope.Track);
            return false;
        }

        if (!limits.TryTake(key, out TimeSpan wait))
        {
            await KeyLimits.RefuseAsync(context, wait);
            return false;
        }

        return true;
    }

    private static Task RefuseBusyAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = BusySeconds;
        return Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, "busy", "More waits to be applied than the server takes.", "Send the same again after Retry-After seconds.");
    }

    private static Task AnswerAsync(HttpContext context, SubmitOutcome outcome, SegmentRequest read)
    {
        switch (outcome)
        {
            case SubmitOutcome.Durable when read.Errors.Count == 0:
                context.Response.ContentType = MediaTypeNames.Application.Json;
                context.Response.ContentLength = Success.Length;
                return context.Response.BodyWriter.WriteAsync(Success).AsTask();
            case SubmitOutcome.Durable:
                return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, MessagesProblem.Of(read));
            case SubmitOutcome.Busy:
                return RefuseBusyAsync(context);
            case SubmitOutcome.Unavailable:
                context.Response.Headers.RetryAfter = UnavailableSeconds;
                return Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "unavailable", "The server cannot store anything now.", "Send the same again after Retry-After seconds.");
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome}.");
        }
    }
}
