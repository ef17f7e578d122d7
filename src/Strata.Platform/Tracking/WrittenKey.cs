using System.Buffers;
using System.Text;
using System.Text.Json;
using Strata.Language;

namespace Strata.Platform.Tracking;

/// <summary>Finds the key in the body of a request before anything else of it is read: whoever has none is refused at the price of looking.</summary>
public static class WrittenKey
{
    /// <summary>Longer than any key; what is longer is not looked at.</summary>
    private const int MaxLength = 256;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>The <c>writeKey</c> of a message or a batch; null where it says none.</summary>
    /// <param name="body">The body, UTF-8 JSON.</param>
    /// <exception cref="UserErrorException">Code <c>json</c>: the body is no JSON object, as far as it was looked at.</exception>
    public static string? Find(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isKey = !reader.ValueIsEscaped && reader.ValueTextEquals("writeKey"u8);
                reader.Read();
                if (isKey)
                {
                    return Text(ref reader);
                }

                reader.Skip();
            }

            return null;
        }
        catch (JsonException fault)
        {
            throw JsonBody.NotRead(fault);
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        long length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || length > MaxLength)
        {
            return null;
        }

        return reader.HasValueSequence ? Encoding.UTF8.GetString(reader.ValueSequence).Trim() : Encoding.UTF8.GetString(reader.ValueSpan).Trim();
    }
}
