using System.Buffers;
using System.Text;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Platform.Ingest.References;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Ingest.Store;

/// <summary>
/// Values of growing properties of events that are stored already, to be written to the table of those that wait to be brought into the
/// tables of events (<see cref="EventAmendments"/>). Used by one thread at a time.
/// </summary>
internal sealed class Amendments
{
    private static readonly string[] TableColumns = ["table_name", "property", "id", "ts", "value"];

    private readonly Dictionary<(string Table, string Property), Column> _columns = [];

    /// <summary>Adds one; of several of one event the last counts.</summary>
    public void Add(AmendedEvent amended)
    {
        RowType type = amended.Type;
        if (type.Find(amended.Property) is not { Type: FieldType.Number })
        {
            throw new InvalidOperationException($"{type.Name} has no number {amended.Property}.");
        }

        (string, string) column = (TableNames.Table(type), amended.Property);
        if (!_columns.TryGetValue(column, out Column? events))
        {
            _columns.Add(column, events = new Column());
        }

        events.Set(amended.Id, amended.Instant, checked((long)amended.Value.Number));
    }

    /// <summary>Writes them to the table of those that wait, within the caller's transaction.</summary>
    public void WriteTo(DuckDbConnection connection)
    {
        foreach (((string table, string property), Column events) in _columns.Where(column => column.Value.Count > 0))
        {
            WriteTo(connection, Encoding.UTF8.GetBytes(table), Encoding.UTF8.GetBytes(property), events);
        }
    }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        foreach (Column events in _columns.Values)
        {
            events.Clear();
        }
    }

    private static void WriteTo(DuckDbConnection connection, byte[] table, byte[] property, Column events)
    {
        int written = 0;
        connection.InsertRows(EventAmendments.Table, TableColumns, events.Count, (columns, capacity) =>
        {
            int count = Math.Min(capacity, events.Count - written);
            for (int row = 0; row < count; row++)
            {
                columns[0].SetUtf8(row, table);
                columns[1].SetUtf8(row, property);
            }

            events.Give(columns, written, count);
            written += count;
            return count;
        });
    }

    /// <summary>An event, by where its id stands.</summary>
    private readonly record struct Amended(int Start, int Length, long Instant, long Value);

    /// <summary>The events of which a property was amended, without an object for each.</summary>
    private sealed class Column
    {
        private readonly KeyMap<int> _places = new();
        private readonly List<Amended> _amended = [];
        private readonly ArrayBufferWriter<byte> _ids = new();

        public int Count => _amended.Count;

        public void Set(string id, long instant, long value)
        {
            ref int place = ref _places.GetOrAdd(KeyHash.Of(id), out bool isNew);
            if (!isNew)
            {
                _amended[place] = _amended[place] with { Instant = instant, Value = value };
                return;
            }

            place = _amended.Count;
            int start = _ids.WrittenCount;
            _amended.Add(new Amended(start, (int)Encoding.UTF8.GetBytes(id, _ids), instant, value));
        }

        public void Give(IReadOnlyList<DuckDbColumnWriter> columns, int from, int count)
        {
            Span<long> instants = columns[3].Values<long>();
            Span<long> values = columns[4].Values<long>();
            ReadOnlySpan<byte> ids = _ids.WrittenSpan;
            for (int row = 0; row < count; row++)
            {
                Amended amended = _amended[from + row];
                columns[2].SetUtf8(row, ids.Slice(amended.Start, amended.Length));
                instants[row] = amended.Instant;
                values[row] = amended.Value;
            }
        }

        public void Clear()
        {
            _places.Clear();
            _amended.Clear();
            _ids.ResetWrittenCount();
        }
    }
}
