using System.Text.Json;

namespace Strata.Platform.Tracking;

/// <summary>Reads the <c>context</c> of a message. Used by one thread at a time.</summary>
internal sealed class ContextReader(JsonTexts texts)
{
    /// <summary>One that says nothing, as most of those do that servers send.</summary>
    private TrackedContext? _spare;

    /// <summary>Where the traits of the last context read stand in the body; empty where it has none.</summary>
    public Range Traits { get; private set; }

    /// <summary>The account that the last context read names.</summary>
    public LaterText Group { get; private set; }

    /// <summary>Reads the value that the reader stands at; whatever is no object says nothing.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="messageStart">Where the message begins in the reader's bytes.</param>
    public TrackedContext Read(ref Utf8JsonReader reader, int messageStart)
    {
        Traits = default;
        Group = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return TrackedContext.None;
        }

        TrackedContext context = _spare ?? new TrackedContext();
        _spare = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref reader, context, messageStart);
        }

        if (!context.IsNothing)
        {
            return context;
        }

        _spare = context;
        return TrackedContext.None;
    }

    private void ReadField(ref Utf8JsonReader reader, TrackedContext context, int messageStart)
    {
        switch (reader.ValueSpan.Length)
        {
            case 2 when reader.ValueTextEquals("ip"u8):
                reader.Read();
                context.Ip = KnownAddress(texts.Id(ref reader, out _));
                break;
            case 4 when reader.ValueTextEquals("page"u8):
                reader.Read();
                ReadPage(ref reader, context);
                break;
            case 6 when reader.ValueTextEquals("traits"u8):
                reader.Read();
                ReadTraits(ref reader, context);
                break;
            case 7 when reader.ValueTextEquals("groupId"u8):
                reader.Read();
                Group = texts.LaterId(ref reader, messageStart, out _);
                break;
            case 7 when reader.ValueTextEquals("consent"u8):
                reader.Read();
                ReadConsent(ref reader, context);
                break;
            case 8 when reader.ValueTextEquals("campaign"u8):
                reader.Read();
                ReadCampaign(ref reader, context);
                break;
            case 9 when reader.ValueTextEquals("userAgent"u8):
                reader.Read();
                context.UserAgent = texts.Address(ref reader);
                break;
            default:
                ReadSignal(ref reader, context);
                break;
        }
    }

    /// <summary>Senders that do not want to say the address say 0.0.0.0.</summary>
    private static string? KnownAddress(string? ip) => ip is "0.0.0.0" or "::" ? null : ip;

    private void ReadPage(ref Utf8JsonReader reader, TrackedContext context)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("url"u8))
            {
                reader.Read();
                context.PageUrl = texts.Address(ref reader);
            }
            else if (reader.ValueTextEquals("path"u8))
            {
                reader.Read();
                context.PagePath = texts.Address(ref reader);
            }
            else if (reader.ValueTextEquals("title"u8))
            {
                reader.Read();
                context.PageTitle = texts.Address(ref reader);
            }
            else if (reader.ValueTextEquals("referrer"u8))
            {
                reader.Read();
                context.PageReferrer = texts.Address(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadTraits(ref Utf8JsonReader reader, TrackedContext context)
    {
        int start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        context.Email = ReadProperty(ref reader, "email"u8) ?? context.Email;
        Traits = start..(int)reader.BytesConsumed;
    }

    private void ReadCampaign(ref Utf8JsonReader reader, TrackedContext context) =>
        context.Campaign = ReadProperty(ref reader, "name"u8) ?? context.Campaign;

    /// <summary>The text of one property of an object; null where it is no object, or has none.</summary>
    private string? ReadProperty(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        string? text = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isWanted = reader.ValueTextEquals(name);
            reader.Read();
            if (isWanted)
            {
                text = texts.Id(ref reader, out _);
            }
            else
            {
                reader.Skip();
            }
        }

        return text;
    }

    private static void ReadConsent(ref Utf8JsonReader reader, TrackedContext context)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("categoryPreferences"u8))
            {
                ReadSignal(ref reader, context);
                continue;
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var preferences = new List<KeyValuePair<string, bool>>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string category = reader.GetString()!;
                reader.Read();
                preferences.Add(KeyValuePair.Create(category, reader.TokenType == JsonTokenType.True));
                reader.Skip();
            }

            context.Consent = preferences;
        }
    }

    /// <summary>The names under which senders pass on what the browser says.</summary>
    private static void ReadSignal(ref Utf8JsonReader reader, TrackedContext context)
    {
        PrivacySignals signal = reader.ValueTextEquals("gpc"u8) || reader.ValueTextEquals("globalPrivacyControl"u8) ? PrivacySignals.GlobalPrivacyControl
            : reader.ValueTextEquals("dnt"u8) || reader.ValueTextEquals("doNotTrack"u8) ? PrivacySignals.DoNotTrack : PrivacySignals.None;
        reader.Read();
        if (signal != PrivacySignals.None && IsSet(ref reader))
        {
            context.Privacy |= signal;
        }

        reader.Skip();
    }

    private static bool IsSet(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.Number => reader.ValueSpan.SequenceEqual("1"u8),
        JsonTokenType.String => reader.ValueTextEquals("1"u8) || reader.ValueTextEquals("yes"u8) || reader.ValueTextEquals("true"u8),
        _ => false,
    };
}
