using Microsoft.OpenApi;
using Strata.Server.Hosting;

namespace Strata.Server.Tracking;

/// <summary>What the tracking API takes and gives, for the OpenAPI document.</summary>
internal static class TrackingDescription
{
    /// <summary>A call that takes one message, of the kind that the address names.</summary>
    public static void Message(OpenApiOperation operation, OpenApiDocument document) => Take(operation, document, MessageSchema(document));

    /// <summary>The call that takes several.</summary>
    public static void Batch(OpenApiOperation operation, OpenApiDocument document) => Take(
        operation,
        document,
        HandDescription.Shared(document, "TrackingBatch", () =>
        {
            OpenApiSchema batch = HandDescription.Object(
                ("batch", new OpenApiSchema { Type = JsonSchemaType.Array, Items = MessageSchema(document), Description = "The messages, each with its type." }),
                ("sentAt", Instant("When they were sent, by the clock of the sender.")),
                ("context", Anything("What the messages have in common.")),
                ("writeKey", Text("The key, where no header has it.")));
            batch.Required = new HashSet<string>(StringComparer.Ordinal) { "batch" };
            return batch;
        }));

    /// <summary>The settings of the browser library.</summary>
    public static void Settings(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Parameters = [HandDescription.Parameter("writeKey", ParameterLocation.Path, "A key that may send events.")];
        operation.Security = [];
        operation.Responses!["200"] = new OpenApiResponse { Description = "OK", Content = HandDescription.Json(Anything("Settings of analytics-next: everything is sent here.")) };
        operation.Responses["401"] = HandDescription.Problem(document, "No key that may send events");
    }

    private static void Take(OpenApiOperation operation, OpenApiDocument document, IOpenApiSchema body)
    {
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = HandDescription.Json(body) };
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("writeKey", document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] },
            [],
        ];
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "Everything is durable",
            Content = HandDescription.Json(HandDescription.Object(("success", new OpenApiSchema { Type = JsonSchemaType.Boolean }))),
        };
        operation.Responses["400"] = HandDescription.Problem(document, "No JSON, or messages are malformed: the others of the request are taken, and 'errors' has a reason for each");
        operation.Responses["401"] = HandDescription.Problem(document, "No key");
        operation.Responses["403"] = HandDescription.Problem(document, "A key that may not send events");
        operation.Responses["413"] = HandDescription.Problem(document, "More than a request may have");
        operation.Responses["429"] = HandDescription.Problem(document, "Send the same again after Retry-After seconds");
        operation.Responses["503"] = HandDescription.Problem(document, "Nothing can be stored now; send the same again after Retry-After seconds");
    }

    private static OpenApiSchemaReference MessageSchema(OpenApiDocument document) => HandDescription.Shared(document, "TrackingMessage", () => HandDescription.Object(
        ("type", Text("track, identify, group, page, screen or alias; in a batch only.")),
        ("messageId", Text("Counts once, ever. Given where it is missing.")),
        ("userId", Text("Who it is.")),
        ("anonymousId", Text("The visitor, before anybody knows who it is.")),
        ("event", Text("Of track: what happened.")),
        ("name", Text("Of page and screen: its name.")),
        ("groupId", Text("Of group: the account.")),
        ("previousId", Text("Of alias: who is the same as userId.")),
        ("timestamp", Instant("When it happened.")),
        ("sentAt", Instant("When it was sent, by the clock of the sender.")),
        ("properties", Anything("Of track, page and screen.")),
        ("traits", Anything("Of identify and group.")),
        ("context", Anything("Where it happened: page, ip, userAgent, groupId, consent and more.")),
        ("writeKey", Text("The key, where no header has it."))));

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Instant(string description) => new() { Type = JsonSchemaType.String, Format = "date-time", Description = description };

    private static OpenApiSchema Anything(string description) => new() { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema(), Description = description };
}
