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
    /// <summary>The code of the error that a request, or a message, is too large.</summary>
    public const string SizeCode = "size";

    /// <summary>An object and an array stand around the messages of a batch.</summary>
    private const int AroundMessages = 2;

    private static readonly JsonReaderOptions OfMessage = new() { CommentHandling = JsonCommentHandling.Disallow, MaxDepth = SegmentLimits.Depth };
    private static readonly JsonReaderOptions OfBatch = OfMessage with { MaxDepth = SegmentLimits.Depth + AroundMessages };
    private static readonly JsonReaderOptions OfAnyDepth = OfMessage with { MaxDepth = int.MaxValue };
    private readonly MessageReader _messages;
    private readonly JsonTexts _texts = new();
    private readonly Draft _draft = new();
    private readonly int _mostMessages;
    private bool _looksAtDepth;

    /// <summary>Creates a reader.</summary>
    public SegmentSpecReader()
        : this(SegmentLimits.RequestMessages)
    {
    }

    /// <summary>Creates a reader with a bound of its own.</summary>
    /// <param name="mostMessages">The most messages of a request; what was acknowledged is read again however many it has.</param>
    internal SegmentSpecReader(int mostMessages)
    {
        _messages = new MessageReader(_texts);
        _mostMessages = mostMessages;
    }

    /// <summary>The id that a message gets which has none: from the instant of its request and its place in it.</summary>
    internal static string GivenId(long receivedAt, long place) => string.Create(CultureInfo.InvariantCulture, $"srv:{receivedAt:x}:{place}");

    /// <summary>Reads a request.</summary>
    /// <param name="endpoint">The call that the address names; null for <c>/batch</c> and wherever each message says its <c>type</c>.</param>
    /// <param name="body">The body, UTF-8 JSON: one message, or an object with <c>batch</c>. The messages refer to it.</param>
    /// <param name="request">What else is known of the request.</param>
    /// <exception cref="UserErrorException">
    /// Nothing of it is taken. Code <c>json</c>: the body is no JSON object; <see cref="SizeCode"/>: it has too many messages.
    /// </exception>
    public SegmentRequest Read(MessageKind? endpoint, ReadOnlyMemory<byte> body, in RequestContext request)
    {
        body = JsonBody.Readable(body);
        try
        {
            return TryRead(endpoint, body, request) ?? Read(endpoint, body, request, looksAtDepth: true);
        }
        catch (JsonException fault)
        {
            throw JsonBody.NotRead(fault);
        }
    }

    /// <summary>As nearly every request can be read; null where one is no JSON, or nests deeper: then each message is looked at before it is read.</summary>
    private SegmentRequest? TryRead(MessageKind? endpoint, ReadOnlyMemory<byte> body, in RequestContext request)
    {
        try
        {
            return Read(endpoint, body, request, looksAtDepth: false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private SegmentRequest Read(MessageKind? endpoint, ReadOnlyMemory<byte> body, in RequestContext request, bool looksAtDepth)
    {
        _looksAtDepth = looksAtDepth;
        Utf8JsonReader reader = Begin(body, endpoint is null ? OfBatch : OfMessage);
        Draft draft = _draft;
        draft.Begin();
        _messages.Begin();
        if (endpoint is not null)
        {
            ReadMessage(ref reader, body, endpoint, draft);
        }
        else
        {
            ReadBatch(ref reader, body, draft);
        }

        // Whatever follows the object is no JSON.
        reader.Read();
        return draft.Finish(request);
    }

    /// <summary>A reader at the beginning of the object that a body is.</summary>
    private Utf8JsonReader Begin(ReadOnlyMemory<byte> body, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(body.Span, _looksAtDepth ? OfAnyDepth : options);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject
            ? reader
            : throw new UserErrorException("json", "The body is no JSON object.", fix: "Send a message, or an object with 'batch'.");
    }

    private void ReadBatch(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, Draft draft)
    {
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
                int start = (int)reader.TokenStartIndex;
                draft.SentAt = reader.TokenType is JsonTokenType.String && MessageClock.TryRead(_texts.Utf8(ref reader), out long sent) ? sent : null;
                reader.Skip();
                draft.WrittenSentAt = body[start..(int)reader.BytesConsumed];
            }
            else if (reader.ValueTextEquals("context"u8))
            {
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                draft.Context = _messages.ReadContext(ref reader, body, out string? group);
                draft.Group = group;
                draft.WrittenContext = body[start..(int)reader.BytesConsumed];
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
            draft.Begin();
            Utf8JsonReader whole = Begin(body, OfMessage);
            ReadMessage(ref whole, body, kind: null, draft);
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
            if (draft.Count == _mostMessages)
            {
                draft.Begin();
                throw new UserErrorException(
                    SizeCode, $"The request has more than {_mostMessages:N0} messages; nothing of it was taken.", fix: "Send them in several requests.");
            }

            ReadMessage(ref reader, body, kind: null, draft);
        }
    }

    private void ReadMessage(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, MessageKind? kind, Draft draft)
    {
        MessageReader.Fault? fault;
        TrackedMessage message = _looksAtDepth && MessageReader.IsTooDeep(reader) ? _messages.ReadTooDeep(ref reader, body, out fault) : _messages.Read(ref reader, body, kind, out fault);
        draft.Add(new ReadMessageOf(message, fault, _messages.Said, _messages.SentAt));
    }

    /// <summary>A message as far as it was read, and when it happened and was sent by the sender's clock.</summary>
    private readonly record struct ReadMessageOf(TrackedMessage Message, MessageReader.Fault? Fault, long? Said, long? SentAt);

    /// <summary>What was read so far; what a batch says for all of its messages may stand after them.</summary>
    private sealed class Draft
    {
        private readonly List<ReadMessageOf> _read = [];

        public long? SentAt { get; set; }

        public ReadOnlyMemory<byte> WrittenSentAt { get; set; }

        public TrackedContext? Context { get; set; }

        public ReadOnlyMemory<byte> WrittenContext { get; set; }

        public string? Group { get; set; }

        /// <summary>How many messages were read.</summary>
        public int Count => _read.Count;

        /// <summary>Begins with the next request; the room is used again.</summary>
        public void Begin()
        {
            _read.Clear();
            SentAt = null;
            WrittenSentAt = default;
            Context = null;
            WrittenContext = default;
            Group = null;
        }

        public void Add(in ReadMessageOf read) => _read.Add(read);

        public SegmentRequest Finish(in RequestContext request)
        {
            var messages = new List<TrackedMessage>(_read.Count);
            List<MessageError>? errors = null;
            for (int i = 0; i < _read.Count; i++)
            {
                (TrackedMessage message, MessageReader.Fault? fault, long? said, long? sentAt) = _read[i];
                message.ReceivedAt = request.ReceivedAt;
                message.Instant = MessageClock.Correct(said, sentAt ?? SentAt, request.ReceivedAt);
                fault ??= MessageRules.CheckInstant(message, request.ReceivedAt);
                if (fault is not null)
                {
                    (errors ??= []).Add(new MessageError(
                        i, message.MessageIdText.Of(message.Raw), fault.Code, fault.Message, fault.Fix, message.Raw));
                    continue;
                }

                if (!message.MessageIdText.IsThere)
                {
                    message.MessageIdText = new LaterText(GivenId(request.ReceivedAt, i));
                }

                if (Group is not null && !message.ContextGroupText.IsThere)
                {
                    message.ContextGroupText = new LaterText(Group);
                }

                message.Context = Complete(message.Context, request);
                message.WorkOutKeys();
                messages.Add(message);
            }

            _read.Clear();
            return new SegmentRequest(messages, errors ?? (IReadOnlyList<MessageError>)[]) { SentAt = WrittenSentAt, Context = WrittenContext };
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
