namespace Strata.Language.Sql;

/// <summary>Names in SQL text. Values are never written into SQL text: they are bound.</summary>
public static class SqlIdentifier
{
    /// <summary>The name as a quoted identifier: <c>industry.folded</c> becomes <c>"industry.folded"</c>, with inner quotes doubled.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds a NUL, which no quoting can carry.</exception>
    public static string Quote(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A name in SQL cannot hold a NUL character.", nameof(name));
        }

        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The names quoted and separated by a comma and a space.</summary>
    public static string QuoteAll(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));
}
