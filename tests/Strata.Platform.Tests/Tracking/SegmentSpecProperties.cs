using System.Text;
using Strata.Language;
using Strata.Platform.Tracking;

namespace Strata.Platform.Tests.Tracking;

/// <summary>Whatever comes over the network is read or refused, and never takes anything down.</summary>
public sealed class SegmentSpecProperties
{
    private const string Body =
        """
        {"batch": [{"type": "track", "event": "Order \u0043ompleted", "userId": "u", "messageId": "m", "timestamp": "2026-02-01T10:00:00.000Z",
          "properties": {"a": [1, {"b": null}], "c": {"d": {"e": {"f": {"g": -1.5e3}}}}, "ü": "ß"}, "context": {"ip": "203.0.113.9", "page": {"url": "x"},
          "traits": {"email": "a@b"}, "consent": {"categoryPreferences": {"A": true}}}},
          {"type": "identify", "anonymousId": 7, "traits": {"email": "x@y.example"}}], "sentAt": "2026-02-01T10:00:01.000Z", "context": {"groupId": 4}}
        """;

    [Fact]
    public void Changed_bytes_are_read_or_refused_and_alike_each_time()
    {
        byte[] plain = Encoding.UTF8.GetBytes(Body);
        var random = new Random(4711);
        var reader = new SegmentSpecReader();
        int taken = 0, refused = 0;
        for (int turn = 0; turn < 20_000; turn++)
        {
            byte[] body = Changed(plain, random);
            string first = Outcome(reader, body);
            Outcome(turn % 50 == 0 ? new SegmentSpecReader() : reader, body).ShouldBe(first);
            _ = first.StartsWith('!') ? refused++ : taken++;
        }

        // The changes are small enough that both happen often.
        taken.ShouldBeGreaterThan(1_000);
        refused.ShouldBeGreaterThan(1_000);
    }

    private static byte[] Changed(byte[] plain, Random random)
    {
        byte[] body = [.. plain];
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(body.Length);
            switch (random.Next(4))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body[at] = (byte)"\"{}[]:,0ntf\\ "[random.Next(13)];
                    break;
                case 2:
                    body = [.. body[..at], .. body[random.Next(at, Math.Min(body.Length, at + 30))..]];
                    break;
                default:
                    body = [.. body[..at], .. body[random.Next(at + 1)..]];
                    break;
            }
        }

        return body;
    }

    private static string Outcome(SegmentSpecReader reader, byte[] body)
    {
        try
        {
            SegmentRequest request = reader.Read(null, body, new RequestContext(1_772_000_000_000_000, "198.51.100.1"));
            var text = new StringBuilder();
            foreach (TrackedMessage message in request.Messages)
            {
                text.Append(message.Kind).Append(message.MessageId).Append(message.UserId).Append(message.AnonymousId).Append(message.Instant).Append(message.ContextGroup);
                foreach (TrackedProperty property in message.Properties)
                {
                    // What is said of the place of a value is so.
                    message.Raw.Span.Slice(property.Value.Start, property.Value.Length).Length.ShouldBeGreaterThan(0);
                    text.Append(property.Name).Append(property.Value.Kind).Append(property.Value.Folded).Append(property.Value.Units);
                }
            }

            return text.AppendJoin(' ', request.Errors.Select(error => error.Code)).ToString();
        }
        catch (UserErrorException refused)
        {
            return "!" + refused.Message;
        }
    }
}
