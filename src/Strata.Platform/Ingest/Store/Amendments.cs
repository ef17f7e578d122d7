using System.Buffers;
using System.Text;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Platform.Ingest.References;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Ingest.Store;

/// <summary>
/// Values of growing properties of events that are stored already, to be written in one update a stretch of time: of an event it is known
/// when it was, and what was stored long before or after is not searched. Used by one thread at a time.
/// </summary>
internal sealed class Amendments
{
    private static readonly (string Name, DuckDbTypeId Type)[] RowColumns =
        [("id", DuckDbTypeId.Varchar), ("ts", DuckDbTypeId.Timestamp), ("value", DuckDbTypeId.BigInt)];

    /// <summary>Where nothing was amended for so long, what is between is not searched.</summary>
    private const long LongestGap = 60 * Microseconds.PerSecond;

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

    /// <summary>Writes them, within the caller's transaction.</summary>
    public void WriteTo(DuckDbConnection connection)
    {
        foreach (((string table, string property), Column events) in _columns.Where(column => column.Value.Count > 0))
        {
            WriteTo(connection, table, property, events);
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

    private static void WriteTo(DuckDbConnection connection, string table, string property, Column events)
    {
        Amended[] amended = events.InOrder();
        int first = 0;
        for (int next = 1; next <= amended.Length; next++)
        {
            if (next == amended.Length || amended[next].Instant - amended[next - 1].Instant > LongestGap)
            {
                Update(connection, table, property, events, amended.AsMemory(first..next));
                first = next;
            }
        }

        TableVersions.RecordRewritten(connection, [table]);
    }

    private static void Update(DuckDbConnection connection, string table, string property, Column events, ReadOnlyMemory<Amended> amended)
    {
        int given = 0;
        using DuckDbRows rows = DuckDbConnection.OpenRows(RowColumns, amended.Length, (columns, capacity) =>
        {
            int count = Math.Min(capacity, amended.Length - given);
            Give(columns, events, amended.Span.Slice(given, count));
            given += count;
            return count;
        });
        connection.ExecuteWith(
            rows,
            $"""
            UPDATE {SqlIdentifier.Quote(table)} AS e SET {SqlIdentifier.Quote(property)} = a.value FROM {rows.Sql} a
            WHERE e.ts >= make_timestamp($1) AND e.ts <= make_timestamp($2) AND e.ts = a.ts AND e.id = a.id
            """,
            amended.Span[0].Instant,
            amended.Span[^1].Instant);
    }

    private static void Give(IReadOnlyList<DuckDbColumnWriter> columns, Column events, ReadOnlySpan<Amended> amended)
    {
        Span<long> instants = columns[1].Values<long>();
        Span<long> values = columns[2].Values<long>();
        for (int row = 0; row < amended.Length; row++)
        {
            columns[0].SetUtf8(row, events.IdOf(amended[row]));
            instants[row] = amended[row].Instant;
            values[row] = amended[row].Value;
        }
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

        public ReadOnlySpan<byte> IdOf(in Amended amended) => _ids.WrittenSpan.Slice(amended.Start, amended.Length);

        public Amended[] InOrder() => [.. _amended.OrderBy(amended => amended.Instant)];

        public void Clear()
        {
            _places.Clear();
            _amended.Clear();
            _ids.ResetWrittenCount();
        }
    }
}
