using Strata.Index.Columns;
using Strata.Index.Memory;
using Strata.Index.Source;
using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Index.Rows;

/// <summary>Reads the values of a field into the order of a row set.</summary>
internal sealed class ColumnLoader(IIndexSource source, MemoryBudget budget, CancellationToken cancellation)
{
    /// <summary>Loads a column.</summary>
    public Column Load(RowSet rows, FieldDefinition field) => field.Type switch
    {
        FieldType.Text or FieldType.Category => Codes(rows, field),
        FieldType.Number or FieldType.Money => new NumberColumn(budget, Longs(rows, field), instants: false),
        FieldType.Date => new NumberColumn(budget, Longs(rows, field), instants: true),
        FieldType.Boolean => Booleans(rows, field),
        FieldType.Set => Sets(rows, field),
        _ => throw new InvalidOperationException($"Unknown field type {field.Type}."),
    };

    /// <summary>The rows whose ref is one of some, as a bitmap.</summary>
    public NativeArray<ulong> RowsOfRefs(RowSet rows, IReadOnlySet<long> refs)
    {
        var bits = new NativeArray<ulong>(budget, rows.WordCount);
        Read(rows, "ref", (chunk, start) =>
        {
            ReadOnlySpan<long> own = chunk.Longs(0);
            for (int i = 0; i < chunk.Count; i++)
            {
                int position = PositionOf(rows, start + i);
                if (position >= 0 && refs.Contains(own[i]))
                {
                    bits[position >> 6] |= 1UL << (position & 63);
                }
            }
        });
        return bits;
    }

    private CodeColumn Codes(RowSet rows, FieldDefinition field)
    {
        var dictionary = new TextDictionary(budget);
        var codes = new NativeArray<int>(budget, rows.Count);
        Read(rows, TableNames.Compared(field), (chunk, start) =>
        {
            for (int i = 0; i < chunk.Count; i++)
            {
                int position = PositionOf(rows, start + i);
                if (position >= 0)
                {
                    codes[position] = dictionary.Add(chunk.Text(0, i));
                }
            }
        });
        return new CodeColumn(budget, dictionary, codes, withPostings: rows.IsEntity && dictionary.Count <= ushort.MaxValue);
    }

    private NativeArray<long> Longs(RowSet rows, FieldDefinition field)
    {
        var values = new NativeArray<long>(budget, rows.Count);
        values.Span.Fill(NumberColumn.Missing);
        Read(rows, TableNames.Compared(field), (chunk, start) =>
        {
            ReadOnlySpan<long> read = chunk.Longs(0);
            bool allKnown = chunk.IsAllKnown(0);
            for (int i = 0; i < chunk.Count; i++)
            {
                int position = PositionOf(rows, start + i);
                if (position >= 0 && (allKnown || chunk.IsKnown(0, i)))
                {
                    values[position] = read[i];
                }
            }
        });
        return values;
    }

    private BooleanColumn Booleans(RowSet rows, FieldDefinition field)
    {
        var isTrue = new NativeArray<ulong>(budget, rows.WordCount);
        var isFalse = new NativeArray<ulong>(budget, rows.WordCount);
        Read(rows, TableNames.Compared(field), (chunk, start) =>
        {
            for (int i = 0; i < chunk.Count; i++)
            {
                int position = PositionOf(rows, start + i);
                if (position < 0 || !chunk.IsKnown(0, i))
                {
                    continue;
                }

                (chunk.Booleans(0)[i] ? isTrue : isFalse)[position >> 6] |= 1UL << (position & 63);
            }
        });
        return new BooleanColumn(isTrue, isFalse);
    }

    /// <summary>Sets come in the order of the source: their codes are noted first and arranged when every length is known.</summary>
    private SetColumn Sets(RowSet rows, FieldDefinition field)
    {
        var dictionary = new TextDictionary(budget);
        var offsets = new NativeArray<int>(budget, rows.Count + 1);
        var noted = new List<(int Position, int Code)>();
        Read(rows, TableNames.Compared(field), (chunk, start) =>
        {
            for (int i = 0; i < chunk.Count; i++)
            {
                int position = PositionOf(rows, start + i);
                for (int item = 0; position >= 0 && item < chunk.ListLength(0, i); item++)
                {
                    int code = dictionary.Add(chunk.ListText(0, i, item));
                    if (code != 0)
                    {
                        noted.Add((position, code));
                        offsets[position + 1]++;
                    }
                }
            }
        });
        for (long row = 0; row < rows.Count; row++)
        {
            offsets[row + 1] += offsets[row];
        }

        var codes = new NativeArray<int>(budget, noted.Count);
        using var next = new NativeArray<int>(budget, rows.Count + 1);
        offsets.Span.CopyTo(next.Span);
        foreach ((int position, int code) in noted)
        {
            codes[next[position]++] = code;
        }

        return new SetColumn(dictionary, offsets, codes);
    }

    /// <summary>Reads a column, chunk by chunk, each with the number of its first row in the order of the source.</summary>
    private void Read(RowSet rows, string column, Action<RowChunk, int> put)
    {
        int start = 0;
        source.Read(
            rows.Type,
            [column],
            chunk =>
            {
                put(chunk, start);
                start += chunk.Count;
            },
            cancellation);
    }

    /// <summary>The position of the n-th row of the source; −1 where it is left out.</summary>
    private static int PositionOf(RowSet rows, int number) => rows.Positions is null ? number : rows.Positions[number];
}
