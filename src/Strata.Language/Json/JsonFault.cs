using System.Text.Json;

namespace Strata.Language.Json;

/// <summary>Says what is wrong with JSON to whoever wrote it.</summary>
public static class JsonFault
{
    /// <summary>What the reader says, without its advice for programmers and without the place.</summary>
    public static string Sentence(JsonException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        string message = fault.Message;
        if (message.Contains("does not contain any JSON tokens", StringComparison.Ordinal))
        {
            return "There is nothing.";
        }

        foreach (string place in (string[])[" Path:", " LineNumber:"])
        {
            int at = message.IndexOf(place, StringComparison.Ordinal);
            message = at < 0 ? message : message[..at];
        }

        return message.Replace(" which is not supported in this mode. Change the reader options.", ".", StringComparison.Ordinal);
    }

    /// <summary>Where it is: the column counts bytes, as the reader does.</summary>
    /// <param name="fault">What the reader says.</param>
    /// <param name="file">The file, or null for none.</param>
    public static SourceLocation Where(JsonException fault, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new SourceLocation(file, (int)(fault.LineNumber ?? 0) + 1, (int)(fault.BytePositionInLine ?? 0) + 1);
    }
}
