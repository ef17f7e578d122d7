using System.Runtime.CompilerServices;
using Strata.Index.Checkpoints;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Nodes;

namespace Strata.Index.Columns;

/// <summary>
/// Texts and categories, folded: a dictionary, and a code a row in one, two or four bytes; 0 where the text is missing. Entities also
/// have the rows of each code (<see cref="Postings"/>).
/// </summary>
internal sealed unsafe class CodeColumn : Column
{
    /// <summary>Up to how many codes are compared with each row's; more are looked up.</summary>
    private const int MostCompared = 8;

    private readonly NativeArray<byte>? _bytes;
    private readonly NativeArray<ushort>? _shorts;
    private readonly NativeArray<int>? _integers;
    private readonly long _rows;

    /// <summary>Takes codes over, in the width that the dictionary needs.</summary>
    public CodeColumn(MemoryBudget budget, TextDictionary dictionary, NativeArray<int> codes, bool withPostings)
    {
        Dictionary = dictionary;
        _rows = codes.Length;
        if (withPostings)
        {
            Postings = new Postings(budget, dictionary.Count, codes, entityOf: null, codes.Length);
        }

        switch (dictionary.Count)
        {
            case <= byte.MaxValue:
                _bytes = new NativeArray<byte>(budget, codes.Length);
                for (long i = 0; i < codes.Length; i++)
                {
                    _bytes[i] = (byte)codes[i];
                }

                codes.Dispose();
                break;
            case <= ushort.MaxValue:
                _shorts = new NativeArray<ushort>(budget, codes.Length);
                for (long i = 0; i < codes.Length; i++)
                {
                    _shorts[i] = (ushort)codes[i];
                }

                codes.Dispose();
                break;
            default:
                _integers = codes;
                break;
        }
    }

    private CodeColumn(CheckpointReader reader, MemoryBudget budget)
    {
        _rows = reader.Number();
        Dictionary = TextDictionary.Read(reader, budget);
        _bytes = reader.Array<byte>();
        _shorts = reader.Array<ushort>();
        _integers = reader.Array<int>();
        Postings = reader.Number() == 0 ? null : Postings.Read(reader, budget);
    }

    /// <summary>The texts.</summary>
    public TextDictionary Dictionary { get; }

    /// <summary>The rows of each code, or null where they are not kept.</summary>
    public Postings? Postings { get; }

    /// <inheritdoc/>
    public override Node Known => NotNode.Of(Compare([0]));

    /// <summary>The code of a row; 0 where its text is missing.</summary>
    public int CodeAt(long row) => _bytes is not null ? _bytes[row] : _shorts is not null ? _shorts[row] : _integers![row];

    /// <summary>The codes of all rows, as 32-bit numbers; the caller disposes them.</summary>
    public NativeArray<int> Codes(MemoryBudget budget)
    {
        var codes = new NativeArray<int>(budget, _rows);
        for (long row = 0; row < _rows; row++)
        {
            codes[row] = CodeAt(row);
        }

        return codes;
    }

    /// <summary>The entities that have a row whose text is one of the folded ones, from their postings.</summary>
    public Node AmongTexts(IEnumerable<string> folded, Postings postings)
    {
        int[] codes = [.. folded.Select(Dictionary.Find).Where(code => code != 0).Distinct()];
        return codes.Length == 0 ? ConstantNode.False : postings.Among(codes);
    }

    /// <inheritdoc/>
    public override DataValue ValueAt(long row)
    {
        int code = CodeAt(row);
        return code == 0 ? DataValue.Missing : DataValue.OfText(null, Dictionary.Text(code));
    }

    /// <summary>The rows whose text is one of the folded ones.</summary>
    public Node AmongTexts(IEnumerable<string> folded) => Among([.. folded.Select(Dictionary.Find).Where(code => code != 0).Distinct()]);

    /// <summary>The rows whose text passes a test, which is asked once for each distinct text.</summary>
    public Node Where(Func<string, bool> test) => Among([.. Enumerable.Range(1, Dictionary.Count).Where(code => test(Dictionary.Text(code)))]);

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public static CodeColumn Read(CheckpointReader reader, MemoryBudget budget) => new(reader, budget);

    /// <inheritdoc/>
    public override void Write(CheckpointWriter writer)
    {
        writer.Number(_rows);
        Dictionary.Write(writer);
        writer.Array(_bytes);
        writer.Array(_shorts);
        writer.Array(_integers);
        writer.Number(Postings is null ? 0 : 1);
        Postings?.Write(writer);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Postings?.Dispose();
        Dictionary.Dispose();
        _bytes?.Dispose();
        _shorts?.Dispose();
        _integers?.Dispose();
    }

    private Node Among(int[] codes)
    {
        if (codes.Length == 0)
        {
            return ConstantNode.False;
        }

        return Postings?.Among(codes) ?? Compare(codes);
    }

    private Node Compare(int[] codes)
    {
        if (codes.Length > MostCompared)
        {
            var accepted = new bool[Dictionary.Count + 1];
            Array.ForEach(codes, code => accepted[code] = true);
            return new RowTestNode(1, row => accepted[CodeAt(row)]);
        }

        double share = Math.Min(1, codes.Length / (double)Math.Max(1, Dictionary.Count));
        return _bytes is not null ? new CodesNode<byte>(_bytes, [.. codes.Select(code => (byte)code)], share)
            : _shorts is not null ? new CodesNode<ushort>(_shorts, [.. codes.Select(code => (ushort)code)], share)
            : new CodesNode<int>(_integers!, codes, share);
    }

    private sealed class CodesNode<T>(NativeArray<T> values, T[] wanted, double share) : Node
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        public override double Cost => 0.02 * sizeof(T) * wanted.Length;

        public override double Share => share;

        public override double Bytes => sizeof(T);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Filter(long firstWord, Span<ulong> mask) => Kernels.AnyOf(values.Pointer, firstWord, mask, wanted);
    }
}
