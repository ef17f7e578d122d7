using System.Globalization;
using System.Text.Json;
using Strata.Language;

namespace Strata.Platform.Tracking;

/// <summary>
/// Reads requests of the Segment HTTP tracking API. One that reads the same body with the same <see cref="RequestContext"/> again gives
/// the same. Used by one thread at a time; several may be at work at once.
/// </summary>
public sealed class SegmentSpecReader
{
    /// <summary>How the ids begin that messages get which have none.</summary>
    internal const string GivenIds = "srv:";

    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Disallow, MaxDepth = 64 };
    private readonly MessageReader _messages;
    private readonly JsonTexts _texts = new();

    /// <summary>Creates a reader.</summary>
    public SegmentSpecReader() => _messages = new MessageReader(_texts);

    /// <summary>Reads a request.</summary>
    /// <param name="endpoint">The call that the address names; null for <c>/batch</c> and wherever each message says its <c>type</c>.</param>
    /// <param name="body">The body, UTF-8 JSON: one message, or an object with <c>batch</c>. The messages refer to it.</param>
    /// <param name="request">What else is known of the request.</param>
    /// <exception cref="UserErrorException">Code <c>json</c>: the body is no JSON object; nothing of it is taken.</exception>
    public SegmentRequest Read(MessageKind? endpoint, ReadOnlyMemory<byte> body, in RequestContext request)
    {
        body = JsonBody.Readable(body);
        try
        {
            return Read(endpoint, body, request, new Utf8JsonReader(body.Span, Options));
        }
        catch (JsonException fault)
        {
            throw new UserErrorException(
                "json",
                $"The body is no JSON: {Plain(fault)}",
                new SourceLocation(null, (int)(fault.LineNumber ?? 0) + 1, (int)(fault.BytePositionInLine ?? 0) + 1),
                "Send a JSON object in UTF-8.");
        }
    }

    private SegmentRequest Read(MessageKind? endpoint, ReadOnlyMemory<byte> body, in RequestContext request, Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new UserErrorException("json", "The body is no JSON object.", fix: "Send a message, or an object with 'batch'.");
        }

        var draft = new Draft();
        if (endpoint is not null)
        {
            draft.Add(_messages.Read(ref reader, body, endpoint, out MessageReader.Fault? fault), fault);
            draft.WriteKey = _messages.WriteKey;
        }
        else
        {
            ReadBatch(ref reader, body, draft);
        }

        // Whatever follows the object is no JSON.
        reader.Read();
        return draft.Finish(request);
    }

    private void ReadBatch(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, Draft draft)
    {
        Utf8JsonReader whole = reader;
        bool hasBatch = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("batch"u8))
            {
                hasBatch = true;
                reader.Read();
                ReadMessages(ref reader, body, draft);
            }
            else if (reader.ValueTextEquals("sentAt"u8))
            {
                reader.Read();
                draft.SentAt = reader.TokenType is JsonTokenType.String && MessageClock.TryRead(_texts.Utf8(ref reader), out long sent) ? sent : null;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("context"u8))
            {
                reader.Read();
                draft.Context = _messages.ReadContext(ref reader);
            }
            else if (reader.ValueTextEquals("writeKey"u8))
            {
                reader.Read();
                draft.WriteKey = _texts.Id(ref reader, out _);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (!hasBatch)
        {
            // One message that says its type.
            draft.Context = null;
            draft.SentAt = null;
            draft.Add(_messages.Read(ref whole, body, kind: null, out MessageReader.Fault? fault), fault);
        }
    }

    private void ReadMessages(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, Draft draft)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new UserErrorException("json", "'batch' is no array.", fix: "Send an array of messages.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            draft.Add(_messages.Read(ref reader, body, kind: null, out MessageReader.Fault? fault), fault);
        }
    }

    /// <summary>The reader's own sentence without the place, which is said apart.</summary>
    private static string Plain(JsonException fault)
    {
        int place = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? fault.Message : fault.Message[..place];
    }

    /// <summary>What was read so far; what a batch says for all of its messages may stand after them.</summary>
    private sealed class Draft
    {
        private readonly List<(TrackedMessage Message, MessageReader.Fault? Fault)> _read = [];

        public long? SentAt { get; set; }

        public TrackedContext? Context { get; set; }

        public string? WriteKey { get; set; }

        public void Add(TrackedMessage message, MessageReader.Fault? fault) => _read.Add((message, fault));

        public SegmentRequest Finish(in RequestContext request)
        {
            var messages = new List<TrackedMessage>(_read.Count);
            List<MessageError>? errors = null;
            for (int i = 0; i < _read.Count; i++)
            {
                (TrackedMessage message, MessageReader.Fault? fault) = _read[i];
                message.ReceivedAt = request.ReceivedAt;
                message.Instant = MessageClock.Correct(message.Said, message.SentAt ?? SentAt, request.ReceivedAt);
                fault ??= MessageRules.CheckInstant(message, request.ReceivedAt);
                if (fault is not null)
                {
                    (errors ??= []).Add(new MessageError(
                        i, message.MessageId.Length == 0 ? null : message.MessageId, fault.Code, fault.Message, fault.Fix, message.Raw));
                    continue;
                }

                if (message.MessageId.Length == 0)
                {
                    message.MessageId = string.Create(CultureInfo.InvariantCulture, $"{GivenIds}{request.ReceivedAt:x}:{i}");
                }

                message.Context = Complete(message.Context, request);
                message.WorkOutKeys();
                messages.Add(message);
            }

            return new SegmentRequest(messages, errors ?? (IReadOnlyList<MessageError>)[], WriteKey);
        }

        private TrackedContext Complete(TrackedContext context, in RequestContext request)
        {
            if (Context is not null)
            {
                context = context.Over(Context);
            }

            if (context.IsFromDevice)
            {
                // A server that sends for its visitors must say their addresses itself: its own says nothing about them.
                context.Ip ??= request.Ip;
                context.UserAgent ??= request.UserAgent;
                context.Privacy |= request.Privacy;
            }

            return context;
        }
    }
}
