using System.Buffers.Text;
using System.Text;
using Strata.Language;

namespace Strata.Server.Reading;

/// <summary>Where a page ends and the next begins, as a text that callers hand back without looking into it.</summary>
internal static class Cursor
{
    /// <summary>Writes a place.</summary>
    public static string Write(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    /// <summary>Reads a place; null where there is no cursor.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: it is no cursor.</exception>
    public static string? Read(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        }
        catch (FormatException)
        {
            throw Refused();
        }
    }

    /// <summary>Reads a place that is a number; null where there is no cursor.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: it is no cursor.</exception>
    public static long? ReadNumber(string? cursor) => Read(cursor) switch
    {
        null => null,
        { } text when long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long number) => number,
        _ => throw Refused(),
    };

    /// <summary>Says that something is no cursor.</summary>
    public static UserErrorException Refused() =>
        new("argument", "The cursor is none that a page gave.", fix: "Take 'nextCursor' of the page before, as it is; without a cursor the first page comes.");
}
