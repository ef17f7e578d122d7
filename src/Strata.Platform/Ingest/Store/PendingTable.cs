using System.Text;
using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Ingest.Store;

/// <summary>
/// Events of one type that wait to be written, in the form in which the table has them: texts are UTF-8 in one buffer, which is used
/// again once they are written. Used by one thread at a time.
/// </summary>
internal sealed class PendingTable
{
    private const int Absent = -1;
    private const int KeyColumns = 6;
    private readonly RowType _type;
    private readonly Part[] _parts;
    private readonly int _stride;
    private readonly List<IReadOnlyList<string>> _sets = [];
    private Cell[] _cells;
    private byte[] _text = new byte[4096];
    private int _textEnd;

    /// <summary>Creates the buffer.</summary>
    public PendingTable(RowType type)
    {
        _type = type;
        Name = TableNames.Table(type);
        IEnumerable<FieldDefinition> fields = type.Find("source") is null ? type.Fields.Append(new FieldDefinition("source", FieldType.Category)) : type.Fields;
        _parts = [.. fields.Select(field => new Part(field, EventRow.Ordinal(type, field.Name)))];
        string[] columns =
        [
            "id", "ts", TableNames.AccountRef, TableNames.ContactRef, "account_key", "contact_key",
            .. _parts.SelectMany(part => CatalogTables.ColumnsOf(part.Field).Select(column => column.Name)), "_raw", TableNames.AnonymousId,
            TableNames.Attribution,
        ];
        Columns = columns;
        _stride = columns.Length;
        _cells = new Cell[_stride * 64];
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>The columns that are written, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How many events wait.</summary>
    public int Rows { get; private set; }

    /// <summary>About how many bytes they take.</summary>
    public long Bytes => _textEnd + ((long)Rows * _stride * 8);

    /// <summary>Adds an event of the type.</summary>
    public void Add(IngestedEvent arrived)
    {
        EventRow row = arrived.Row;
        int start = Rows * _stride;
        if (start + _stride > _cells.Length)
        {
            Array.Resize(ref _cells, _cells.Length * 2);
        }

        Span<Cell> cells = _cells.AsSpan(start, _stride);
        cells[0] = Text(row.Id);
        cells[1] = new Cell(row.Instant);
        cells[2] = Number(arrived.Account);
        cells[3] = Number(row.Contact);
        cells[4] = Text(arrived.AccountKey);
        cells[5] = Text(arrived.ContactKey);
        int at = KeyColumns;
        foreach (Part part in _parts)
        {
            at += Put(cells[at..], part.Field.Type, row.Property(part.Ordinal));
        }

        cells[at] = Text(arrived.Raw);
        cells[at + 1] = Text(arrived.AnonymousId);
        cells[at + 2] = Text(arrived.Attribution);
        Rows++;
    }

    /// <summary>Sets another value of a property of a row.</summary>
    public void Set(int row, string property, DataValue value)
    {
        int at = (row * _stride) + KeyColumns;
        foreach (Part part in _parts)
        {
            if (string.Equals(part.Field.Name, property, StringComparison.Ordinal))
            {
                Put(_cells.AsSpan(at), part.Field.Type, value);
                return;
            }

            at += CatalogTables.ColumnsOf(part.Field).Count;
        }

        throw new InvalidOperationException($"{_type.Name} has no property {property}.");
    }

    /// <summary>Appends every row to the table.</summary>
    public void WriteTo(DuckDbConnection connection)
    {
        using DuckDbAppender appender = connection.CreateAppender(Name, Columns);
        for (int from = 0; from < Rows; from += appender.ChunkCapacity)
        {
            int count = Math.Min(appender.ChunkCapacity, Rows - from);
            for (int column = 0; column < _stride; column++)
            {
                WriteColumn(appender.Column(column), column, from, count);
            }

            appender.AppendChunk(count);
        }

        appender.Complete();
    }

    /// <summary>Forgets the rows; keeps the room.</summary>
    public void Clear()
    {
        Rows = 0;
        _textEnd = 0;
        _sets.Clear();
    }

    private void WriteColumn(DuckDbColumnWriter target, int column, int from, int count)
    {
        ReadOnlySpan<Cell> cells = _cells.AsSpan((from * _stride) + column);
        switch (target.Type.Id)
        {
            case DuckDbTypeId.Varchar:
                for (int row = 0; row < count; row++)
                {
                    Cell cell = cells[row * _stride];
                    if (cell.Length == Absent)
                    {
                        target.SetNull(row);
                    }
                    else
                    {
                        target.SetUtf8(row, _text.AsSpan(cell.Start, cell.Length));
                    }
                }

                break;
            case DuckDbTypeId.List:
                for (int row = 0; row < count; row++)
                {
                    Cell cell = cells[row * _stride];
                    target.SetTextList(row, cell.IsNull ? null : _sets[(int)cell.Value]);
                }

                break;
            case DuckDbTypeId.Boolean:
                for (int row = 0; row < count; row++)
                {
                    Cell cell = cells[row * _stride];
                    if (cell.IsNull)
                    {
                        target.SetNull(row);
                    }
                    else
                    {
                        target.Values<bool>()[row] = cell.Value != 0;
                    }
                }

                break;
            default:
                Span<long> values = target.Values<long>();
                for (int row = 0; row < count; row++)
                {
                    Cell cell = cells[row * _stride];
                    values[row] = cell.Value;
                    if (cell.IsNull)
                    {
                        target.SetNull(row);
                    }
                }

                break;
        }
    }

    /// <summary>Writes the columns of a property; gives how many there are.</summary>
    private int Put(Span<Cell> cells, FieldType type, DataValue value)
    {
        switch (type)
        {
            case FieldType.Text or FieldType.Category:
                cells[0] = Text(value.IsKnown ? value.Written : null);
                cells[1] = value.IsKnown && ReferenceEquals(value.Written, value.Folded) ? cells[0] : Text(value.IsKnown ? value.Folded : null);
                return 2;
            case FieldType.Set:
                cells[0] = Set(value.IsKnown ? value.WrittenSet : null);
                cells[1] = Set(value.IsKnown ? value.FoldedSet : null);
                return 2;
            case FieldType.Number or FieldType.Money:
                cells[0] = Number(value.IsKnown ? checked((long)value.Number) : null);
                return 1;
            case FieldType.Boolean:
                cells[0] = Number(value.IsKnown ? (value.Boolean ? 1 : 0) : null);
                return 1;
            case FieldType.Date:
                cells[0] = Number(value.IsKnown ? value.Instant : null);
                return 1;
            default:
                throw new InvalidOperationException($"Unknown field type {type} of {_type.Name}.");
        }
    }

    private static Cell Number(long? value) => value is { } known ? new Cell(known) : Cell.Null;

    private Cell Set(IReadOnlyList<string>? value)
    {
        if (value is null)
        {
            return Cell.Null;
        }

        _sets.Add(value);
        return new Cell(_sets.Count - 1);
    }

    private Cell Text(string? text)
    {
        if (text is null)
        {
            return new Cell(0, Absent);
        }

        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_textEnd + most > _text.Length)
        {
            Array.Resize(ref _text, (int)Math.Min(Math.Max(_text.Length * 2L, _textEnd + (long)most), Array.MaxLength));
        }

        int length = Encoding.UTF8.GetBytes(text, _text.AsSpan(_textEnd));
        var cell = new Cell(_textEnd, length);
        _textEnd += length;
        return cell;
    }

    /// <summary>Where a property of the type stands in the values of an event.</summary>
    private readonly record struct Part(FieldDefinition Field, int Ordinal);

    /// <summary>A number or instant, or where a text stands in the buffer.</summary>
    private readonly struct Cell
    {
        /// <summary>Instants and exact numbers do not come near it.</summary>
        private const long NoValue = long.MinValue;

        public Cell(long value)
        {
            Value = value;
        }

        public Cell(int start, int length)
        {
            Value = ((long)start << 32) | (uint)length;
        }

        public static Cell Null => new(NoValue);

        public long Value { get; }

        public int Start => (int)(Value >> 32);

        public int Length => (int)Value;

        public bool IsNull => Value == NoValue;
    }
}
