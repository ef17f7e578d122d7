using System.Runtime.InteropServices;
using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Ingest.Store;

/// <summary>
/// Events of one type that wait to be written, in the form in which the table has them. Their room is blocks of so many rows as the
/// engine takes at once, which are used again once they are written: nothing is ever moved to where there is more room. Used by one
/// thread at a time.
/// </summary>
internal sealed class PendingTable
{
    private const int KeyColumns = 6;
    private readonly RowType _type;
    private readonly Part[] _parts;
    private readonly int _stride;
    private readonly List<IReadOnlyList<string>> _sets = [];
    private readonly List<PendingBlock> _blocks = [];
    private PendingBlock? _last;

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
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>The columns that are written, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How many events wait.</summary>
    public int Rows { get; private set; }

    /// <summary>About how many bytes they take.</summary>
    public long Bytes => _blocks.Sum(block => block.TextEnd + ((long)block.Rows * _stride * 8));

    /// <summary>Adds an event of the type.</summary>
    public void Add(IngestedEvent arrived)
    {
        EventRow row = arrived.Row;
        PendingBlock block = NextBlock();
        Span<PendingCell> cells = block.Begin();
        cells[0] = block.Text(row.Id);
        cells[1] = new PendingCell(row.Instant);
        cells[2] = Number(arrived.Account);
        cells[3] = Number(row.Contact);
        cells[4] = block.Text(arrived.AccountKey);
        cells[5] = block.Text(arrived.ContactKey);
        int at = KeyColumns;
        foreach (Part part in _parts)
        {
            at += Put(block, cells[at..], part.Field.Type, row.Property(part.Ordinal));
        }

        cells[at] = block.Text(arrived.Raw);
        cells[at + 1] = block.Text(arrived.AnonymousId);
        cells[at + 2] = block.Text(arrived.Attribution);
        Rows++;
    }

    /// <summary>Sets another value of a property of a row.</summary>
    public void Set(int row, string property, DataValue value)
    {
        PendingBlock block = _blocks[row / PendingBlock.MostRows];
        Span<PendingCell> cells = block.Row(row % PendingBlock.MostRows);
        int at = KeyColumns;
        foreach (Part part in _parts)
        {
            if (string.Equals(part.Field.Name, property, StringComparison.Ordinal))
            {
                Put(block, cells[at..], part.Field.Type, value);
                return;
            }

            at += CatalogTables.ColumnsOf(part.Field).Count;
        }

        throw new InvalidOperationException($"{_type.Name} has no property {property}.");
    }

    /// <summary>Adds every row to the table.</summary>
    public void WriteTo(DuckDbConnection connection)
    {
        int written = 0;
        connection.InsertRows(Name, Columns, Rows, (columns, capacity) =>
        {
            if (written == Rows)
            {
                return 0;
            }

            PendingBlock block = _blocks[written / PendingBlock.MostRows];
            int from = written % PendingBlock.MostRows;
            int count = Math.Min(capacity, block.Rows - from);
            for (int column = 0; column < _stride; column++)
            {
                WriteColumn(columns[column], block, column, from, count);
            }

            written += count;
            return count;
        });
    }

    /// <summary>Forgets the rows; keeps the room.</summary>
    public void Clear()
    {
        // The room for as much as there was now is kept for the next time.
        int used = _blocks.FindIndex(block => block.Rows == 0);
        if (used >= 0)
        {
            _blocks.RemoveRange(used, _blocks.Count - used);
        }

        _blocks.ForEach(block => block.Clear());
        _last = null;
        Rows = 0;
        _sets.Clear();
    }

    private PendingBlock NextBlock()
    {
        if (_last is { IsFull: false } block)
        {
            return block;
        }

        int next = Rows / PendingBlock.MostRows;
        if (next == _blocks.Count)
        {
            _blocks.Add(new PendingBlock(_stride));
        }

        return _last = _blocks[next];
    }

    private void WriteColumn(DuckDbColumnWriter target, PendingBlock block, int column, int from, int count)
    {
        ReadOnlySpan<PendingCell> cells = block.Cells(from)[column..];
        if (IsEmpty(cells, target.Type.Id == DuckDbTypeId.Varchar ? PendingCell.NoText : PendingCell.Null, count))
        {
            target.SetAllNull(count);
            return;
        }

        switch (target.Type.Id)
        {
            case DuckDbTypeId.Varchar:
                target.SetPinnedTexts(count, block.Texts, MemoryMarshal.Cast<PendingCell, long>(cells), _stride);
                break;
            case DuckDbTypeId.List:
                for (int row = 0; row < count; row++)
                {
                    PendingCell cell = cells[row * _stride];
                    target.SetTextList(row, cell.IsNull ? null : _sets[(int)cell.Value]);
                }

                break;
            case DuckDbTypeId.Boolean:
                for (int row = 0; row < count; row++)
                {
                    PendingCell cell = cells[row * _stride];
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
                    PendingCell cell = cells[row * _stride];
                    values[row] = cell.Value;
                    if (cell.IsNull)
                    {
                        target.SetNull(row);
                    }
                }

                break;
        }
    }

    private bool IsEmpty(ReadOnlySpan<PendingCell> cells, PendingCell nothing, int count)
    {
        int row = 0;
        while (row < count && cells[row * _stride].Value == nothing.Value)
        {
            row++;
        }

        return row == count;
    }

    /// <summary>Writes the columns of a property; gives how many there are.</summary>
    private int Put(PendingBlock block, Span<PendingCell> cells, FieldType type, DataValue value)
    {
        switch (type)
        {
            case FieldType.Text or FieldType.Category:
                cells[0] = block.Text(value.IsKnown ? value.Written : null);
                cells[1] = value.IsKnown && ReferenceEquals(value.Written, value.Folded) ? cells[0] : block.Text(value.IsKnown ? value.Folded : null);
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

    private static PendingCell Number(long? value) => value is { } known ? new PendingCell(known) : PendingCell.Null;

    private PendingCell Set(IReadOnlyList<string>? value)
    {
        if (value is null)
        {
            return PendingCell.Null;
        }

        _sets.Add(value);
        return new PendingCell(_sets.Count - 1);
    }

    /// <summary>Where a property of the type stands in the values of an event.</summary>
    private readonly record struct Part(FieldDefinition Field, int Ordinal);
}
