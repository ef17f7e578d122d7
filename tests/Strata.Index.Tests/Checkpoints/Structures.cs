using Strata.Index.Checkpoints;
using Strata.Index.Columns;
using Strata.Index.Memory;
using Strata.Index.Rows;
using Strata.Language.Catalog;

namespace Strata.Index.Tests.Checkpoints;

/// <summary>A structure of every kind, with how it is written and read.</summary>
internal sealed record Structure(string Name, IDisposable Value, Action<CheckpointWriter> Write, Func<CheckpointReader, MemoryBudget, (IDisposable Value, Action<CheckpointWriter> Write)> Read);

internal static class Structures
{
    public static readonly string[] Names =
    [
        "codes of one byte", "codes of two bytes", "codes of four bytes", "codes with postings", "numbers of one byte", "numbers of two bytes",
        "numbers as they are", "no numbers", "booleans", "sets", "postings", "accounts", "accounts with gaps", "contacts", "events",
    ];

    public static Structure Make(string name, MemoryBudget budget, int rows = 3_000)
    {
        var random = new Random(name.Length * 7919);
        return name switch
        {
            "codes of one byte" => Column(name, Codes(budget, random, rows, 200, false), FieldType.Category),
            "codes of two bytes" => Column(name, Codes(budget, random, rows, 900, false), FieldType.Category),
            "codes of four bytes" => Column(name, Codes(budget, random, 70_000, 70_000, false), FieldType.Text),
            "codes with postings" => Column(name, Codes(budget, random, rows, 100, true), FieldType.Category),
            "numbers of one byte" => Column(name, new NumberColumn(budget, Longs(budget, random, rows, 100), instants: false), FieldType.Number),
            "numbers of two bytes" => Column(name, new NumberColumn(budget, Longs(budget, random, rows, 2_000), instants: true), FieldType.Date),
            "numbers as they are" => Column(name, new NumberColumn(budget, Longs(budget, random, rows, 1_000_000), instants: false, keepValues: true), FieldType.Money),
            "no numbers" => Column(name, new NumberColumn(budget, Longs(budget, random, 0, 1), instants: false), FieldType.Number),
            "booleans" => Column(name, new BooleanColumn(Words(budget, random, rows), Words(budget, random, rows)), FieldType.Boolean),
            "sets" => Column(name, Sets(budget, random, rows), FieldType.Set),
            "postings" => Postings(name, budget, random, rows),
            "accounts" => Rows(name, new RowSet { Type = Type(RowKind.Account), Version = 7, Count = rows }),
            "accounts with gaps" => Rows(name, new RowSet
            {
                Type = Type(RowKind.Account),
                Version = 7,
                Count = rows,
                Positions = Integers(budget, random, rows, rows),
                Exists = Words(budget, random, rows),
            }),
            "contacts" => Rows(name, new RowSet
            {
                Type = Type(RowKind.Contact),
                Version = 7,
                Count = rows,
                Positions = Integers(budget, random, rows, rows),
                AccountOf = Integers(budget, random, rows, 100),
                AccountOffsets = Integers(budget, random, 101, rows),
                Refs = Integers(budget, random, rows, rows),
                PositionOfRef = Integers(budget, random, rows + 9, rows),
            }),
            "events" => Rows(name, new RowSet
            {
                Type = Type(RowKind.Event),
                Version = 7,
                Count = rows,
                Positions = Integers(budget, random, rows + 5, rows),
                AccountOf = Integers(budget, random, rows, 100),
                AccountOffsets = Integers(budget, random, 101, rows),
                ContactOf = Integers(budget, random, rows, 50),
                Instants = Longs(budget, random, rows, 1 << 30),
            }),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    public static RowType Type(RowKind kind) => new(kind, kind == RowKind.Event ? "page_view" : "rows", []);

    private static Structure Column(string name, Column column, FieldType type) => new(name, column, column.Write, (reader, budget) =>
    {
        Column read = Strata.Index.Columns.Column.Read(reader, budget, type);
        return (read, read.Write);
    });

    private static Structure Rows(string name, RowSet rows) => new(name, rows, rows.Write, (reader, budget) =>
    {
        RowSet read = RowSet.Read(reader, budget, rows.Type, rows.Version, accounts: null);
        return (read, read.Write);
    });

    private static Structure Postings(string name, MemoryBudget budget, Random random, int rows)
    {
        using NativeArray<int> codes = Integers(budget, random, rows, 3), entities = Integers(budget, random, rows, 1);
        for (int row = 0; row < rows; row++)
        {
            codes[row] = random.Next(4) == 0 ? 1 + random.Next(60) : Math.Max(0, codes[row]);
            entities[row] = row / 2;
        }

        var postings = new Postings(budget, 60, codes, entities, rows);
        return new Structure(name, postings, postings.Write, (reader, other) =>
        {
            Postings read = Strata.Index.Columns.Postings.Read(reader, other);
            return (read, read.Write);
        });
    }

    private static CodeColumn Codes(MemoryBudget budget, Random random, int rows, int texts, bool withPostings)
    {
        var dictionary = new TextDictionary(budget);
        var codes = new NativeArray<int>(budget, rows);
        for (int row = 0; row < rows; row++)
        {
            int text = row < texts ? row : random.Next(texts);
            codes[row] = row % 7 == 3 ? 0 : dictionary.Add(System.Text.Encoding.UTF8.GetBytes($"text {text} ä"));
        }

        return new CodeColumn(budget, dictionary, codes, withPostings);
    }

    private static SetColumn Sets(MemoryBudget budget, Random random, int rows)
    {
        var dictionary = new TextDictionary(budget);
        var offsets = new NativeArray<int>(budget, rows + 1);
        for (int row = 0; row < rows; row++)
        {
            offsets[row + 1] = offsets[row] + random.Next(4);
        }

        var codes = new NativeArray<int>(budget, offsets[rows]);
        foreach (ref int code in codes.Span)
        {
            code = dictionary.Add([(byte)('a' + random.Next(26))]);
        }

        return new SetColumn(dictionary, offsets, codes);
    }

    private static NativeArray<long> Longs(MemoryBudget budget, Random random, int rows, int distinct)
    {
        var values = new NativeArray<long>(budget, rows);
        foreach (ref long value in values.Span)
        {
            value = random.Next(8) == 0 ? NumberColumn.Missing : random.Next(distinct) * 10_000L;
        }

        return values;
    }

    private static NativeArray<int> Integers(MemoryBudget budget, Random random, int rows, int below)
    {
        var values = new NativeArray<int>(budget, rows);
        foreach (ref int value in values.Span)
        {
            value = random.Next(below + 1) - 1;
        }

        return values;
    }

    private static NativeArray<ulong> Words(MemoryBudget budget, Random random, int rows)
    {
        var words = new NativeArray<ulong>(budget, (rows + 63) / 64);
        foreach (ref ulong word in words.Span)
        {
            word = (ulong)random.NextInt64();
        }

        return words;
    }
}
