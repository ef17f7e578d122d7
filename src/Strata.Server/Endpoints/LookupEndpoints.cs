using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Strata.Platform.Keys;
using Strata.Platform.Lookup;
using Strata.Server.Hosting;
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
            .WithSummary("The account of a visitor by ip, email, domain or anonymous_id, with its segments, its tier and the fields named; from memory").Describes(Describe);
    }

    private static void Describe(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Parameters =
        [
            HandDescription.Parameter("ip", ParameterLocation.Query, "The visitor's address."),
            HandDescription.Parameter("email", ParameterLocation.Query, "An email address."),
            HandDescription.Parameter("domain", ParameterLocation.Query, "A domain of a company."),
            HandDescription.Parameter("anonymous_id", ParameterLocation.Query, "The visitor as tracking knows it."),
            HandDescription.Parameter("fields", ParameterLocation.Query, $"Names of fields of the account, with commas between them; at most {MostFields}."),
        ];
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        OpenApiSchema answer = HandDescription.Object(
            ("account", new OpenApiSchema { Type = JsonSchemaType.Object | JsonSchemaType.Null, AdditionalProperties = new OpenApiSchema(), Description = "Its id and the fields named; null where nobody is known." }),
            ("by", new OpenApiSchema { Type = JsonSchemaType.String, Description = "What it was found by." }),
            ("confidence", new OpenApiSchema { Type = JsonSchemaType.Number, Description = "How sure that is, up to 1." }),
            ("segments", new OpenApiSchema { Type = JsonSchemaType.Array, Items = text, Description = "The segments of the account." }),
            ("tier", new OpenApiSchema { Type = JsonSchemaType.String, Description = "Its group of the segmentation called tier." }));
        answer.Required = new HashSet<string>(StringComparer.Ordinal) { "account", "segments" };
        operation.Responses!["200"] = new OpenApiResponse { Description = "OK", Content = HandDescription.Json(HandDescription.Shared(document, "LookupAnswer", () => answer)) };
        operation.Responses["400"] = HandDescription.Problem(document, "Nothing says who is looked for, or accounts have no such field");
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
