namespace Strata.Warehouse.DuckDb;

/// <summary>A row of the current chunk of a <see cref="DuckDbResult"/>. Columns count from 0.</summary>
public readonly ref struct DuckDbRow
{
    private readonly DuckDbResult _result;
    private readonly int _row;

    internal DuckDbRow(DuckDbResult result, int row)
    {
        _result = result;
        _row = row;
    }

    /// <summary>True where the column is NULL.</summary>
    public bool IsNull(int column) => _result.Column(column).IsNull(_row);

    /// <summary>A BOOLEAN.</summary>
    /// <exception cref="InvalidCastException">The column is NULL or of another type.</exception>
    public bool GetBoolean(int column) => _result.Column(column).Boolean(_row);

    /// <summary>An integer of any width, or an instant in UTC microseconds.</summary>
    /// <exception cref="InvalidCastException">The column is NULL or of another type.</exception>
    /// <exception cref="OverflowException">The value is wider than 64 bits.</exception>
    public long GetInt64(int column) => checked((long)_result.Column(column).Integer(_row));

    /// <summary>As <see cref="GetInt64"/>, and null for NULL.</summary>
    public long? GetNullableInt64(int column) => IsNull(column) ? null : GetInt64(column);

    /// <summary>An integer of any width, such as the sum of a BIGINT column.</summary>
    /// <exception cref="InvalidCastException">The column is NULL or of another type.</exception>
    public Int128 GetInt128(int column) => _result.Column(column).Integer(_row);

    /// <summary>A DOUBLE, FLOAT, DECIMAL or integer.</summary>
    /// <exception cref="InvalidCastException">The column is NULL or of another type.</exception>
    public double GetDouble(int column) => _result.Column(column).Double(_row);

    /// <summary>As <see cref="GetDouble"/>, and null for NULL.</summary>
    public double? GetNullableDouble(int column) => IsNull(column) ? null : GetDouble(column);

    /// <summary>A DECIMAL or integer.</summary>
    /// <exception cref="InvalidCastException">The column is NULL or of another type.</exception>
    public decimal GetDecimal(int column) => _result.Column(column).Decimal(_row);

    /// <summary>A DATE.</summary>
    /// <exception cref="InvalidCastException">The column is NULL or of another type.</exception>
    public DateOnly GetDate(int column) => DateOnly.FromDayNumber(checked((int)GetInt64(column)) + DuckDbColumn.DayNumberOf1970);

    /// <summary>A VARCHAR or the name of an ENUM; null for NULL.</summary>
    public string? GetText(int column) => _result.Column(column).Text(_row);

    /// <summary>A VARCHAR that is not NULL, or the name of an ENUM.</summary>
    /// <exception cref="InvalidCastException">The column is NULL or of another type.</exception>
    public string GetRequiredText(int column) => GetText(column) ?? throw new InvalidCastException("The value is NULL; ask IsNull first.");

    /// <summary>The UTF-8 bytes of a VARCHAR; empty for NULL.</summary>
    public ReadOnlySpan<byte> GetUtf8(int column) => _result.Column(column).Utf8(_row);

    /// <summary>A VARCHAR[]; null for NULL.</summary>
    public List<string?>? GetTextList(int column) => _result.Column(column).TextList(_row);
}
