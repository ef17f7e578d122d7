using System.Text.Json;

namespace Strata.Platform.Tracking;

/// <summary>Reads one message. Used by one thread at a time.</summary>
internal sealed class MessageReader
{
    private readonly JsonTexts _texts;
    private readonly PropertyReader _properties;
    private readonly ContextReader _contexts;
    private Fault? _fault;
    private bool _hasKind;
    private Range _contextTraits;

    public MessageReader(JsonTexts texts)
    {
        _texts = texts;
        _properties = new PropertyReader(texts);
        _contexts = new ContextReader(texts);
    }

    /// <summary>What is wrong with a message.</summary>
    public sealed record Fault(string Code, string Message, string Fix);

    /// <summary>When the last message happened by the sender's clock, in UTC microseconds, or null.</summary>
    public long? Said { get; private set; }

    /// <summary>When the last message was sent by the sender's clock, in UTC microseconds, or null.</summary>
    public long? SentAt { get; private set; }

    /// <summary>A request comes next.</summary>
    public void Begin() => _properties.BeginRequest();

    /// <summary>Reads the context that a batch has for all of its messages.</summary>
    /// <param name="reader">A reader over the whole body.</param>
    /// <param name="body">The body.</param>
    /// <param name="group">The account that it names, or null.</param>
    public TrackedContext ReadContext(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, out string? group)
    {
        TrackedContext context = _contexts.Read(ref reader, messageStart: 0);
        group = _contexts.Group.Of(body);
        return context;
    }

    /// <summary>Reads the message that the reader stands at, to its end.</summary>
    /// <param name="reader">A reader over the whole body.</param>
    /// <param name="body">The body.</param>
    /// <param name="kind">Which call it is; null where the message says it.</param>
    /// <param name="fault">What is wrong with it, or null.</param>
    /// <returns>The message, as far as it could be read.</returns>
    public TrackedMessage Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, MessageKind? kind, out Fault? fault)
    {
        int start = (int)reader.TokenStartIndex;
        var message = new TrackedMessage();
        _fault = null;
        _hasKind = kind is not null;
        _contextTraits = default;
        Said = null;
        SentAt = null;
        message.Kind = kind ?? default;
        _properties.Begin();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadField(ref reader, message, start, kind is not null);
            }
        }
        else
        {
            reader.Skip();
            _fault = new Fault("json", "The message is no JSON object.", "Send an object with 'type', 'messageId' and the fields of the call.");
        }

        message.Raw = body[start..(int)reader.BytesConsumed];
        message.Properties = TakeProperties(message, body, start, out bool hasTooMany);
        fault = _fault ?? MessageRules.Check(message, _hasKind, hasTooMany);
        return message;
    }

    /// <summary>True where the message that the reader stands at nests deeper than one may.</summary>
    public static bool IsTooDeep(Utf8JsonReader reader)
    {
        int around = reader.CurrentDepth;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return false;
        }

        while (reader.Read() && reader.CurrentDepth > around)
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth - around >= SegmentLimits.Depth)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As <see cref="Read"/>, of a message that nests too deep to be looked into: nothing of it is read but its id.</summary>
    public TrackedMessage ReadTooDeep(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, out Fault fault)
    {
        int start = (int)reader.TokenStartIndex;
        var message = new TrackedMessage();
        Said = null;
        SentAt = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isId = reader.ValueTextEquals("messageId"u8);
                reader.Read();
                if (isId)
                {
                    message.MessageIdText = _texts.LaterExactId(ref reader, start, out _);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        else
        {
            reader.Skip();
        }

        message.Raw = body[start..(int)reader.BytesConsumed];
        fault = new Fault(SegmentSpecReader.SizeCode, $"The message nests deeper than {SegmentLimits.Depth} levels.", "Send it with fewer objects and lists in one another.");
        return message;
    }

    private void ReadField(ref Utf8JsonReader reader, TrackedMessage message, int start, bool isKindGiven)
    {
        switch (reader.ValueSpan.Length)
        {
            case 4 when reader.ValueTextEquals("type"u8):
                reader.Read();
                ReadKind(ref reader, message, isKindGiven);
                break;
            case 4 when reader.ValueTextEquals("name"u8):
                message.Name = ReadName(ref reader, "name");
                break;
            case 5 when reader.ValueTextEquals("event"u8):
                message.Event = ReadName(ref reader, "event");
                message.EventType = message.Event is null ? null : _texts.Names.EventType(message.Event);
                break;
            case 6 when reader.ValueTextEquals("userId"u8):
                message.UserId = ReadId(ref reader, "userId");
                break;
            case 6 when reader.ValueTextEquals("sentAt"u8):
                reader.Read();
                SentAt = ReadInstant(ref reader, out _);
                break;
            case 6 when reader.ValueTextEquals("traits"u8):
            case 10 when reader.ValueTextEquals("properties"u8):
                reader.Read();
                _properties.Read(ref reader, start, out bool isWrong);
                NoteField(isWrong, "properties", "an object");
                break;
            case 7 when reader.ValueTextEquals("groupId"u8):
                message.GroupId = ReadId(ref reader, "groupId");
                break;
            case 7 when reader.ValueTextEquals("context"u8):
                reader.Read();
                message.Context = _contexts.Read(ref reader, start);
                message.ContextGroupText = _contexts.Group;
                _contextTraits = _contexts.Traits;
                break;
            case 8 when reader.ValueTextEquals("category"u8):
                message.Category = ReadName(ref reader, "category");
                break;
            case 9 when reader.ValueTextEquals("messageId"u8):
                reader.Read();
                message.MessageIdText = _texts.LaterExactId(ref reader, start, out bool isWrongId);
                NoteField(isWrongId, "messageId", "text");
                break;
            case 9 when reader.ValueTextEquals("timestamp"u8):
                ReadTimestamp(ref reader);
                break;
            case 10 when reader.ValueTextEquals("previousId"u8):
                message.PreviousId = ReadId(ref reader, "previousId");
                break;
            case 11 when reader.ValueTextEquals("anonymousId"u8):
                reader.Read();
                message.AnonymousIdText = _texts.LaterId(ref reader, start, out bool isWrongVisitor);
                NoteField(isWrongVisitor, "anonymousId", "text");
                break;
            case 17 when reader.ValueTextEquals("originalTimestamp"u8):
                ReadTimestamp(ref reader);
                break;
            default:
                reader.Read();
                reader.Skip();
                break;
        }
    }

    private void ReadKind(ref Utf8JsonReader reader, TrackedMessage message, bool isGiven)
    {
        if (isGiven || reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return;
        }

        MessageKind? kind = reader.ValueTextEquals("track"u8) ? MessageKind.Track
            : reader.ValueTextEquals("page"u8) ? MessageKind.Page
            : reader.ValueTextEquals("identify"u8) ? MessageKind.Identify
            : reader.ValueTextEquals("group"u8) ? MessageKind.Group
            : reader.ValueTextEquals("screen"u8) ? MessageKind.Screen
            : reader.ValueTextEquals("alias"u8) ? MessageKind.Alias : null;
        _hasKind = kind is not null;
        message.Kind = kind ?? default;
        if (kind is null)
        {
            _fault ??= new Fault("type", $"'{reader.GetString()}' is no call of the Segment spec.", MessageRules.Kinds);
        }
    }

    private string? ReadId(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        string? id = _texts.Id(ref reader, out bool isWrong);
        NoteField(isWrong, field, "text");
        return id;
    }

    private string? ReadName(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        string? name = _texts.Name(ref reader, out bool isWrong);
        NoteField(isWrong, field, "text");
        return name;
    }

    private void NoteField(bool isWrong, string field, string wanted)
    {
        if (isWrong)
        {
            _fault ??= new Fault("field", $"'{field}' is not {wanted}.", $"Send {wanted}, or leave the field out.");
        }
    }

    private void ReadTimestamp(ref Utf8JsonReader reader)
    {
        reader.Read();
        Said = ReadInstant(ref reader, out string? wrong) ?? Said;
        if (wrong is not null)
        {
            _fault ??= new Fault(
                "timestamp", $"'{wrong}' is no instant.", "Send an ISO 8601 instant with its offset, such as 2026-03-04T15:30:00.123Z, or leave it out.");
        }
    }

    private long? ReadInstant(ref Utf8JsonReader reader, out string? wrong)
    {
        wrong = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
        {
            ReadOnlySpan<byte> text = reader.TokenType == JsonTokenType.String ? _texts.Utf8(ref reader) : reader.ValueSpan;
            if (MessageClock.TryRead(text, out long instant))
            {
                return instant;
            }

            wrong = System.Text.Encoding.UTF8.GetString(text);
            return null;
        }

        wrong = reader.TokenType.ToString();
        reader.Skip();
        return null;
    }

    /// <summary>Some libraries put the traits of an identify call into its context; those beside it win.</summary>
    private ArraySegment<TrackedProperty> TakeProperties(TrackedMessage message, ReadOnlyMemory<byte> body, int start, out bool hasTooMany)
    {
        ArraySegment<TrackedProperty> own = _properties.Take();
        hasTooMany = _properties.HasTooMany;
        if (message.Kind != MessageKind.Identify || _contextTraits.Equals(default(Range)))
        {
            return own;
        }

        (int offset, int length) = _contextTraits.GetOffsetAndLength(body.Length);
        var reader = new Utf8JsonReader(body.Span.Slice(offset, length));
        reader.Read();
        _properties.Begin();
        _properties.Read(ref reader, start - offset, out _);
        hasTooMany |= _properties.HasTooMany;
        return (TrackedProperty[])[.. _properties.Take(), .. own];
    }
}
