using Strata.Language;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Rendering;

/// <summary>The line of a text that an error speaks of.</summary>
internal static class SourceExcerpt
{
    /// <summary>
    /// The line at a place, from the file it names, or from <paramref name="text"/> where it names none; null where that line cannot be had.
    /// </summary>
    public static string? LineOf(SourceLocation where, string? text)
    {
        if (where.File is null)
        {
            return text is null ? null : Nth(text.Split('\n'), where.Line);
        }

        string place = Caller.FullPath(where.File);
        try
        {
            return File.Exists(place) ? Nth(File.ReadLines(place), where.Line) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// The part of a line around a column that fits <paramref name="width"/>, with where the caret starts in it and how long it is.
    /// Control characters become spaces so that the caret stays under its place.
    /// </summary>
    public static (string Text, int Caret, int Length) Cut(string line, int column, int length, int width)
    {
        string shown = new([.. line.Select(character => char.IsControl(character) ? ' ' : character)]);
        int caret = Math.Clamp(column - 1, 0, shown.Length);
        int start = Math.Max(0, caret - (width / 2));
        string text = shown.Substring(start, Math.Min(width, shown.Length - start));
        caret -= start;
        return (text, caret, Math.Clamp(length, 1, Math.Max(1, text.Length - caret)));
    }

    private static string? Nth(IEnumerable<string> lines, int number) => lines.Skip(number - 1).FirstOrDefault()?.TrimEnd('\r');
}
