using System.Globalization;
using System.Text;
using NodaTime;
using Strata.Language.Catalog;
using Strata.Platform.Import.Parsing;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import.Recognition;

/// <summary>What the cells of a column look like, counted over the first rows of a file.</summary>
internal sealed class ColumnProfile
{
    private readonly HashSet<string> _distinct = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Cells that say something.</summary>
    public int Filled { get; private set; }

    /// <summary>Of those, cells that are a number with the point, or the comma, dividing the fraction.</summary>
    public int PointNumbers { get; private set; }

    /// <summary>Numbers with a decimal comma.</summary>
    public int CommaNumbers { get; private set; }

    /// <summary>Numbers that only a decimal comma explains: <c>1.234,5</c>.</summary>
    public int CommaEvidence { get; private set; }

    /// <summary>Numbers that only a decimal point explains.</summary>
    public int PointEvidence { get; private set; }

    /// <summary>Numbers with a currency.</summary>
    public int Currencies { get; private set; }

    /// <summary>Words for true and false, figures not among them.</summary>
    public int BooleanWords { get; private set; }

    /// <summary>Words and figures for true and false.</summary>
    public int Booleans { get; private set; }

    /// <summary>Dates that are more than a figure.</summary>
    public int WrittenDates { get; private set; }

    /// <summary>Figures that may be a date: a year, a day as eight figures, an epoch.</summary>
    public int FigureDates { get; private set; }

    /// <summary>Dates that prove that the day comes first, or the month.</summary>
    public int DayFirst { get; private set; }

    /// <summary>Dates that prove that the month comes first.</summary>
    public int MonthFirst { get; private set; }

    /// <summary>Dates like 3/4/2026, which may be either.</summary>
    public int OpenDates { get; private set; }

    /// <summary>E-mail addresses.</summary>
    public int Emails { get; private set; }

    /// <summary>Domains and web addresses.</summary>
    public int Domains { get; private set; }

    /// <summary>Figures with a zero before them, or longer than a number is: a code.</summary>
    public int Codes { get; private set; }

    /// <summary>Cells that hold several values, divided by a semicolon or a bar.</summary>
    public int Lists { get; private set; }

    /// <summary>The longest cell.</summary>
    public int Longest { get; private set; }

    /// <summary>Different values, without case.</summary>
    public IReadOnlySet<string> Distinct => _distinct;

    /// <summary>Profiles every column of the sample.</summary>
    public static IReadOnlyList<ColumnProfile> Of(IReadOnlyList<string?[]> sample, int columns)
    {
        ColumnProfile[] profiles = [.. Enumerable.Range(0, columns).Select(_ => new ColumnProfile())];
        foreach (string?[] row in sample)
        {
            for (int i = 0; i < columns; i++)
            {
                if (!string.IsNullOrWhiteSpace(row[i]))
                {
                    profiles[i].Add(row[i]!);
                }
            }
        }

        return profiles;
    }

    /// <summary>True where (nearly) all cells are of the type.</summary>
    public bool Is(FieldType type, double share = 1) => Filled > 0 && Count(type) >= Filled * share;

    /// <summary>How many cells are of the type.</summary>
    public int Count(FieldType type) => type switch
    {
        FieldType.Number or FieldType.Money => Math.Max(PointNumbers, CommaNumbers),
        FieldType.Boolean => Booleans,
        FieldType.Date => WrittenDates + FigureDates,
        _ => Filled,
    };

    private void Add(string cell)
    {
        byte[] text = Encoding.UTF8.GetBytes(cell);
        if (Cells.IsBlank(text))
        {
            return;
        }

        Filled++;
        Longest = Math.Max(Longest, cell.Length);
        if (_distinct.Count < 5_000)
        {
            _distinct.Add(cell.Trim());
        }

        bool isFigure = Cells.Trim(text).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        AddNumber(text, isFigure);
        AddDate(text, isFigure);
        if (BooleanText.TryParse(text, out _))
        {
            Booleans++;
            BooleanWords += isFigure ? 0 : 1;
        }

        bool hasAt = cell.Contains('@', StringComparison.Ordinal);
        Emails += hasAt && cell.IndexOf('.', cell.IndexOf('@', StringComparison.Ordinal)) > 0 && !cell.Trim().Contains(' ', StringComparison.Ordinal) ? 1 : 0;
        Domains += !hasAt && DomainName.From(cell) is not null ? 1 : 0;
        Lists += cell.AsSpan().IndexOfAny(';', '|') > 0 && cell.Length < 400 ? 1 : 0;
    }

    private void AddNumber(byte[] text, bool isFigure)
    {
        ReadOnlySpan<byte> trimmed = Cells.Trim(text);
        Codes += isFigure && ((trimmed.Length > 1 && trimmed[0] == (byte)'0') || trimmed.Length > 14) ? 1 : 0;
        bool point = NumberText.TryParse(text, decimalComma: false, out _);
        bool comma = NumberText.TryParse(text, decimalComma: true, out _);
        PointNumbers += point ? 1 : 0;
        CommaNumbers += comma ? 1 : 0;
        PointEvidence += point && !comma ? 1 : 0;
        CommaEvidence += comma && !point ? 1 : 0;
        Currencies += (point || comma) && !isFigure && Currency.IsAround(trimmed.TrimStart("(-"u8).TrimEnd(")"u8)) ? 1 : 0;
    }

    private void AddDate(byte[] text, bool isFigure)
    {
        DateOrder order = DateText.OrderOf(text, out bool open);
        bool date = DateText.TryParse(text, order == DateOrder.Unknown ? DateOrder.DayFirst : order, DateTimeZone.Utc, out _);
        FigureDates += date && isFigure ? 1 : 0;
        WrittenDates += date && !isFigure ? 1 : 0;
        DayFirst += order == DateOrder.DayFirst ? 1 : 0;
        MonthFirst += order == DateOrder.MonthFirst ? 1 : 0;
        OpenDates += open ? 1 : 0;
    }

    /// <summary>The counts in a line, for a person who wonders.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Filled} filled, {Distinct.Count} different, {Count(FieldType.Number)} numbers, {Count(FieldType.Date)} dates");
}
