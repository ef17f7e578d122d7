using System.Runtime.CompilerServices;
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
    private const int LastColumns = 3;

    /// <summary>So many texts that come again and again are remembered; a power of two.</summary>
    private const int RepeatedTexts = 1 << 10;
    private readonly RowType _type;
    private readonly Part[] _parts;
    private readonly int _stride;
    private readonly List<IReadOnlyList<string>> _sets = [];
    private readonly List<PendingBlock> _blocks = [];
    private readonly Repeated[] _repeated = new Repeated[RepeatedTexts];
    private PendingBlock? _last;

    /// <summary>Creates the buffer.</summary>
    public PendingTable(RowType type)
    {
        _type = type;
        Name = TableNames.Table(type);
        IEnumerable<FieldDefinition> fields = type.Find("source") is null ? type.Fields.Append(new FieldDefinition("source", FieldType.Category)) : type.Fields;
        var parts = new List<Part>();
        int column = KeyColumns;
        foreach (FieldDefinition field in fields)
        {
            parts.Add(new Part(field, EventRow.Ordinal(type, field.Name), column));
            column += CatalogTables.ColumnsOf(field).Count;
        }

        _parts = [.. parts];
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
        foreach (ref readonly Part part in _parts.AsSpan())
        {
            Put(block, cells[part.Column..], part.Field.Type, row.Property(part.Ordinal));
        }

        int at = _stride - LastColumns;
        cells[at] = block.Text(arrived.Raw);
        cells[at + 1] = block.Text(arrived.AnonymousId);
        cells[at + 2] = TextOf(block, arrived.Attribution);
        Rows++;
    }

    /// <summary>Sets another value of a property of a row.</summary>
    public void Set(int row, string property, DataValue value)
    {
        PendingBlock block = _blocks[row / PendingBlock.MostRows];
        Span<PendingCell> cells = block.Row(row % PendingBlock.MostRows);
        foreach (ref readonly Part part in _parts.AsSpan())
        {
            if (string.Equals(part.Field.Name, property, StringComparison.Ordinal))
            {
                Put(block, cells[part.Column..], part.Field.Type, value);
                return;
            }
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
        Array.Clear(_repeated);
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

    /// <summary>Writes the columns of a property.</summary>
    private void Put(PendingBlock block, Span<PendingCell> cells, FieldType type, DataValue value)
    {
        switch (type)
        {
            case FieldType.Text or FieldType.Category:
                cells[0] = TextOf(block, value.IsKnown ? value.Written : null);
                cells[1] = value.IsKnown && ReferenceEquals(value.Written, value.Folded) ? cells[0] : TextOf(block, value.IsKnown ? value.Folded : null);
                break;
            case FieldType.Set:
                cells[0] = Set(value.IsKnown ? value.WrittenSet : null);
                cells[1] = Set(value.IsKnown ? value.FoldedSet : null);
                break;
            case FieldType.Number or FieldType.Money:
                cells[0] = Number(value.IsKnown ? checked((long)value.Number) : null);
                break;
            case FieldType.Boolean:
                cells[0] = Number(value.IsKnown ? (value.Boolean ? 1 : 0) : null);
                break;
            case FieldType.Date:
                cells[0] = Number(value.IsKnown ? value.Instant : null);
                break;
            default:
                throw new InvalidOperationException($"Unknown field type {type} of {_type.Name}.");
        }
    }

    /// <summary>
    /// A text that may come again and again, such as the title of a page, and then is the same object: within a block its bytes stand
    /// once, and are looked at where a cache still has them. What came once is not remembered.
    /// </summary>
    private PendingCell TextOf(PendingBlock block, string? text)
    {
        if (text is null)
        {
            return PendingCell.NoText;
        }

        int hash = RuntimeHelpers.GetHashCode(text);
        ref Repeated repeated = ref _repeated[hash & (_repeated.Length - 1)];
        if (!ReferenceEquals(repeated.Text, text))
        {
            if (repeated.Candidate != hash)
            {
                repeated.Candidate = hash;
                return block.Text(text);
            }

            repeated.Text = text;
            repeated.Block = null;
        }

        if (!ReferenceEquals(repeated.Block, block))
        {
            repeated.Cell = block.Text(text);
            repeated.Block = block;
        }

        return repeated.Cell;
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

    /// <summary>A text that came more than once, and where it stands in the block that it was put into last.</summary>
    private struct Repeated
    {
        public string? Text;
        public PendingBlock? Block;
        public PendingCell Cell;
        public int Candidate;
    }

    /// <summary>Where a property of the type stands in the values of an event, and in a row.</summary>
    private readonly record struct Part(FieldDefinition Field, int Ordinal, int Column);
}
