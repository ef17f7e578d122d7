using System.Numerics;
using System.Runtime.CompilerServices;
using Strata.Index.Checkpoints;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Nodes;

namespace Strata.Index.Columns;

/// <summary>
/// Numbers (in units of 1/10,000) or instants (in microseconds). Up to 65,535 distinct values are kept as codes into their ascending
/// list, in one byte or two; more are kept as they are, beside a sketch of one byte a row that says in which of some 250 ranges the
/// value lies, so that a comparison reads the value only of rows in the range that holds its bound (Hentschel, Kester, Idreos: Column
/// Sketches, SIGMOD 2018).
/// </summary>
internal sealed unsafe class NumberColumn : Column
{
    /// <summary>Stands for a missing value: below every number and instant that the language has.</summary>
    public const long Missing = long.MinValue;

    private readonly bool _instants;
    private readonly long[] _distinct;
    private readonly NativeArray<byte>? _bytes;
    private readonly NativeArray<ushort>? _shorts;
    private readonly NativeArray<long>? _values;

    /// <summary>Takes values over; <see cref="Missing"/> where there is none.</summary>
    /// <param name="budget">What memory is charged to.</param>
    /// <param name="values">A value for each row.</param>
    /// <param name="instants">Whether they are instants.</param>
    /// <param name="keepValues">True to keep the values as they are and make no codes, for columns that are read row by row.</param>
    public NumberColumn(MemoryBudget budget, NativeArray<long> values, bool instants, bool keepValues = false)
    {
        _instants = instants;
        (Least, Greatest) = Extremes(values);
        long[]? distinct = keepValues ? null : DistinctValues.Of(values, ushort.MaxValue);
        switch (distinct)
        {
            case null:
                _values = values;
                _distinct = SketchBounds(values);
                _bytes = Encode<byte>(budget, values, _distinct);
                return;
            case { Length: <= byte.MaxValue }:
                _distinct = distinct;
                _bytes = Encode<byte>(budget, values, distinct);
                break;
            default:
                _distinct = distinct;
                _shorts = Encode<ushort>(budget, values, distinct);
                break;
        }

        values.Dispose();
    }

    private NumberColumn(CheckpointReader reader)
    {
        _instants = reader.Number() != 0;
        Least = reader.Number();
        Greatest = reader.Number();
        _distinct = reader.Managed<long>();
        _bytes = reader.Array<byte>();
        _shorts = reader.Array<ushort>();
        _values = reader.Array<long>();
    }

    /// <summary>The least known value; above <see cref="Greatest"/> where none is known.</summary>
    public long Least { get; }

    /// <summary>The greatest known value.</summary>
    public long Greatest { get; }

    /// <inheritdoc/>
    public override Node Known => Between(Missing + 1, long.MaxValue);

    /// <summary>The value of a row, or <see cref="Missing"/>.</summary>
    public long At(long row)
    {
        if (_values is not null)
        {
            return _values[row];
        }

        int code = _bytes is not null ? _bytes[row] : _shorts![row];
        return code == 0 ? Missing : _distinct[code - 1];
    }

    /// <inheritdoc/>
    public override DataValue ValueAt(long row)
    {
        long value = At(row);
        return value == Missing ? DataValue.Missing : _instants ? DataValue.OfInstant(value) : DataValue.OfUnits(value);
    }

    /// <summary>The rows whose value is known and from one bound to the other, both included.</summary>
    public Node Between(long low, long high)
    {
        low = Math.Max(low, Missing + 1);
        if (low > high || low > Greatest || high < Least)
        {
            return ConstantNode.False;
        }

        // Codes from 1: the value at i of the ascending list has the code i + 1.
        int first = CodeFrom(low), last = CodeFrom(high == long.MaxValue ? high : high + 1) - 1;
        double share = (last - first + 1.0) / Math.Max(1, _distinct.Length);
        if (_values is not null)
        {
            return new SketchNode(_values, _bytes!, (byte)SketchOf(low), (byte)SketchOf(Math.Min(high, Greatest)), low, high);
        }

        if (high == long.MaxValue)
        {
            last = _distinct.Length;
        }

        return first > last ? ConstantNode.False
            : _bytes is not null ? new CodeRangeNode<byte>(_bytes, (byte)first, (byte)last, share)
            : new CodeRangeNode<ushort>(_shorts!, (ushort)first, (ushort)last, share);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public static NumberColumn Read(CheckpointReader reader) => new(reader);

    /// <inheritdoc/>
    public override void Write(CheckpointWriter writer)
    {
        writer.Number(_instants ? 1 : 0);
        writer.Number(Least);
        writer.Number(Greatest);
        writer.Managed<long>(_distinct);
        writer.Array(_bytes);
        writer.Array(_shorts);
        writer.Array(_values);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _bytes?.Dispose();
        _shorts?.Dispose();
        _values?.Dispose();
    }

    /// <summary>The code of the first distinct value that is not below a value; one past the last where there is none.</summary>
    private int CodeFrom(long value)
    {
        int at = Array.BinarySearch(_distinct, value);
        return (at < 0 ? ~at : at) + 1;
    }

    /// <summary>The range of the sketch that a value lies in; its bounds are the first value of each range.</summary>
    private int SketchOf(long value) => SketchOf(_distinct, value);

    private static int SketchOf(long[] bounds, long value)
    {
        int at = Array.BinarySearch(bounds, value);
        return Math.Max(1, at < 0 ? ~at : at + 1);
    }

    private static (long Least, long Greatest) Extremes(NativeArray<long> values)
    {
        long least = long.MaxValue, greatest = Missing;
        foreach (long value in values.Span)
        {
            if (value != Missing)
            {
                least = Math.Min(least, value);
                greatest = Math.Max(greatest, value);
            }
        }

        return (least, greatest);
    }

    /// <summary>Bounds that split a sample of the values into up to 255 ranges of about the same number.</summary>
    private static long[] SketchBounds(NativeArray<long> values)
    {
        const int Sampled = 1 << 16;
        long step = Math.Max(1, values.Length / Sampled);
        var sample = new List<long>();
        for (long row = 0; row < values.Length; row += step)
        {
            if (values[row] != Missing)
            {
                sample.Add(values[row]);
            }
        }

        sample.Sort();
        return sample.Count == 0
            ? []
            : [.. Enumerable.Range(0, byte.MaxValue).Select(i => sample[(int)((long)i * sample.Count / byte.MaxValue)]).Distinct()];
    }

    private NativeArray<T> Encode<T>(MemoryBudget budget, NativeArray<long> values, long[] ascending)
        where T : unmanaged, INumberBase<T>
    {
        var codes = new NativeArray<T>(budget, values.Length);
        bool exact = _values is null;
        long previous = Missing;
        int code = 0;
        for (long row = 0; row < values.Length; row++)
        {
            long value = values[row];
            if (value != previous)
            {
                previous = value;
                code = value == Missing ? 0 : exact ? Array.BinarySearch(ascending, value) + 1 : SketchOf(ascending, value);
            }

            codes[row] = T.CreateTruncating(code);
        }

        return codes;
    }

    private sealed class CodeRangeNode<T>(NativeArray<T> codes, T first, T last, double share) : Node
        where T : unmanaged, IBinaryInteger<T>
    {
        public override double Cost => 0.02 * sizeof(T);

        public override double Share => share;

        public override double Bytes => sizeof(T);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Filter(long firstWord, Span<ulong> mask) => Kernels.Between(codes.Pointer, firstWord, mask, first, last);
    }

    private sealed class SketchNode(NativeArray<long> values, NativeArray<byte> sketch, byte first, byte last, long low, long high) : Node
    {
        public override double Cost => 0.05;

        public override double Share => (last - first + 1) / 256.0;

        // Of two ranges of about 255 the values are read, each in a line of the cache of its own.
        public override double Bytes => 1 + (64 * 2 / 255.0);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Filter(long firstWord, Span<ulong> mask)
        {
            Kernels.Between(sketch.Pointer, firstWord, mask, first, last);
            byte* ranges = sketch.Pointer;
            for (int i = 0; i < mask.Length; i++)
            {
                ulong kept = mask[i];
                if (kept == 0)
                {
                    continue;
                }

                byte* at = ranges + ((firstWord + i) << 6);
                ulong edge = kept & (Kernels.Equal64(at, System.Runtime.Intrinsics.Vector512.Create(first))
                    | Kernels.Equal64(at, System.Runtime.Intrinsics.Vector512.Create(last)));
                for (; edge != 0; edge &= edge - 1)
                {
                    int bit = BitOperations.TrailingZeroCount(edge);
                    long value = values[((firstWord + i) << 6) + bit];
                    if (value < low || value > high)
                    {
                        kept &= ~(1UL << bit);
                    }
                }

                mask[i] = kept;
            }
        }
    }
}
