namespace Strata.Platform.Generation.Output;

/// <summary>Writes instants (whole seconds since 1970, UTC) and dates as ISO 8601, from a table of the days used.</summary>
internal sealed class InstantText
{
    private const int DateLength = 10;
    private readonly long _firstDay;
    private readonly byte[] _dates;

    /// <summary>A table of every day from the first to the last, both included (days since 1970).</summary>
    public InstantText(long firstDay, long lastDay)
    {
        _firstDay = firstDay;
        _dates = new byte[(lastDay - firstDay + 1) * DateLength];
        var date = DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)firstDay);
        for (var offset = 0; offset < _dates.Length; offset += DateLength)
        {
            date.TryFormat(_dates.AsSpan(offset), out _, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            date = date.AddDays(1);
        }
    }

    public void Date(CsvBuffer row, long day) => row.Raw(_dates.AsSpan((int)(day - _firstDay) * DateLength, DateLength));

    public void Instant(CsvBuffer row, long seconds)
    {
        var day = Math.DivRem(seconds, 86_400L, out var second);
        Span<byte> text = stackalloc byte[20];
        _dates.AsSpan((int)(day - _firstDay) * DateLength, DateLength).CopyTo(text);
        text[10] = (byte)'T';
        Two(text[11..], (int)(second / 3600));
        text[13] = (byte)':';
        Two(text[14..], (int)(second / 60 % 60));
        text[16] = (byte)':';
        Two(text[17..], (int)(second % 60));
        text[19] = (byte)'Z';
        row.Raw(text);
    }

    private static void Two(Span<byte> text, int value)
    {
        text[0] = (byte)('0' + (value / 10));
        text[1] = (byte)('0' + (value % 10));
    }
}
