using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Keys;
using Strata.Platform.Lookup;
using Strata.Server.Hosting.Connections;
using Strata.Server.Problems;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Who a visitor is, from memory: for personalisation and routing, while the page loads.</summary>
internal static class LookupEndpoints
{
    private const int MostFields = 32;

    [ThreadStatic]
    private static Answer? _answer;

    /// <summary>Adds the endpoint.</summary>
    public static void MapLookup(this IEndpointRouteBuilder routes)
    {
        // It is there once the server is ready, and nobody is answered before.
        var lookup = new Lazy<LookupService>(routes.ServiceProvider.GetRequiredService<LookupService>);
        routes.MapGet("/v1/lookup", (RequestDelegate)(context => AnswerAsync(context, lookup.Value))).RequireKey(KeyScope.Read).AnswersFromMemory().WithTags("lookup").WithName("lookup")
            .WithSummary("The account of a visitor by ip, email, domain or anonymous_id, with its segments, its tier and the fields named; from memory");
    }

    private static Task AnswerAsync(HttpContext context, LookupService lookup)
    {
        IQueryCollection asked = context.Request.Query;
        var query = new LookupQuery(One(asked["ip"]), One(asked["email"]), One(asked["domain"]), One(asked["anonymous_id"]));
        if (query.IsEmpty)
        {
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "argument", "Nothing says who is looked for.", "Give one or more of ip, email, domain and anonymous_id.");
        }

        string[] fields = One(asked["fields"])?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (fields.Length > MostFields)
        {
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "argument", $"At most {MostFields} fields are given.");
        }

        Answer answer = _answer ??= new Answer();
        return lookup.TryWrite(query, fields, answer.Begin()) ? SendAsync(context, answer) : ReadAndAnswerAsync(context, lookup, query, fields);
    }

    /// <summary>What the answer takes is not in memory, or is being read: that is waited for where nobody else is held up.</summary>
    private static async Task ReadAndAnswerAsync(HttpContext context, LookupService lookup, LookupQuery query, string[] fields)
    {
        await InlineAnswers.LeaveAsync(context);
        Answer answer = _answer ??= new Answer();
        lookup.Write(query, fields, answer.Begin());
        await SendAsync(context, answer);
    }

    private static Task SendAsync(HttpContext context, Answer answer)
    {
        ReadOnlyMemory<byte> json = answer.End();
        context.Response.ContentType = MediaTypeNames.Application.Json;
        context.Response.ContentLength = json.Length;
        context.Response.Headers.CacheControl = "no-store";
        json.Span.CopyTo(context.Response.BodyWriter.GetSpan(json.Length));
        context.Response.BodyWriter.Advance(json.Length);
        return context.Response.BodyWriter.FlushAsync().AsTask();
    }

    /// <summary>An answer in the making, used again for the next one by its thread, for as long as that lives.</summary>
#pragma warning disable CA1001 // The writer holds nothing but what the buffer below it holds.
    private sealed class Answer
#pragma warning restore CA1001
    {
        private readonly ArrayBufferWriter<byte> _buffer = new(1 << 12);
        private readonly Utf8JsonWriter _writer;

        public Answer() => _writer = new Utf8JsonWriter(_buffer);

        public Utf8JsonWriter Begin()
        {
            _buffer.ResetWrittenCount();
            _writer.Reset(_buffer);
            return _writer;
        }

        public ReadOnlyMemory<byte> End()
        {
            _writer.Flush();
            return _buffer.WrittenMemory;
        }
    }

    private static string? One(Microsoft.Extensions.Primitives.StringValues values) => values is [{ Length: > 0 } value, ..] ? value : null;
}
