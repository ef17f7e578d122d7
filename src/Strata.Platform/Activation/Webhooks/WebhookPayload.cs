using System.Text.Json;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Live;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>What a webhook is sent: <c>type</c>, <c>timestamp</c> and <c>data</c>, as Standard Webhooks recommends.</summary>
public static class WebhookPayload
{
    /// <summary>The body that tells of a change, UTF-8 JSON.</summary>
    public static byte[] Write(LoggedChange logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        using var stream = new MemoryStream(256);
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, TypeOf(logged.Change));
            writer.WriteString("timestamp"u8, Microseconds.ToText(logged.Change.At));
            writer.WritePropertyName("data"u8);
            WriteChange(writer, logged);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The type of the message: <c>segment.entered</c> or <c>segment.left</c>.</summary>
    public static string TypeOf(MembershipChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Entered ? "segment.entered" : "segment.left";
    }

    /// <summary>Writes a change as an object.</summary>
    public static void WriteChange(Utf8JsonWriter writer, LoggedChange logged)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(logged);
        MembershipChange change = logged.Change;
        writer.WriteStartObject();
        writer.WriteNumber("offset"u8, logged.Offset);
        writer.WriteString("segment"u8, change.Segment);
        writer.WriteNumber("version"u8, change.Version);
        writer.WriteString("of"u8, change.Of == EntityKind.Account ? "account" : "contact");
        writer.WriteString("id"u8, change.EntityId);
        writer.WriteString("event"u8, change.Entered ? "entered" : "left");
        writer.WriteString("at"u8, Microseconds.ToText(change.At));
        writer.WriteStartObject("cause"u8);
        writer.WriteString("kind"u8, NameOf(change.Cause.Kind));
        if (change.Cause.Id is { } id)
        {
            writer.WriteString("id"u8, id);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string NameOf(MembershipCauseKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
