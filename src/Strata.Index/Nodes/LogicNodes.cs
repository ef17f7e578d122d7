using System.Buffers;
using System.Runtime.CompilerServices;

namespace Strata.Index.Nodes;

/// <summary>True of every row, or of none.</summary>
internal sealed class ConstantNode(bool value) : Node
{
    public static ConstantNode True { get; } = new(true);

    public static ConstantNode False { get; } = new(false);

    public bool Value => value;

    public override double Cost => 0;

    public override double Share => value ? 1 : 0;

    public override double Bytes => 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        if (!value)
        {
            mask.Clear();
        }
    }
}

/// <summary>Every operand holds. Operands that reject much at little cost come first; once no row is left the rest is not asked.</summary>
internal sealed class AndNode : Node
{
    private readonly Node[] _operands;

    private AndNode(Node[] operands)
    {
        _operands = operands;
        foreach (Node operand in operands)
        {
            Cost += operand.Cost * Share;

            // A word of 64 rows is read as long as one of them is left.
            Bytes += operand.Bytes * (1 - Math.Pow(1 - Share, 64));
            Share *= operand.Share;
        }
    }

    public override double Cost { get; }

    public override double Share { get; } = 1;

    public override double Bytes { get; }

    public static Node Of(IEnumerable<Node> operands)
    {
        Node[] kept = [.. operands.Where(operand => operand is not ConstantNode { Value: true })];
        if (kept.Any(operand => operand is ConstantNode))
        {
            return ConstantNode.False;
        }

        return kept.Length switch
        {
            0 => ConstantNode.True,
            1 => kept[0],
            _ => new AndNode([.. kept.OrderBy(operand => operand.Cost / Math.Max(1 - operand.Share, 1e-6))]),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        foreach (Node operand in _operands)
        {
            operand.Filter(firstWord, mask);
            if (!Kernels.Any(mask))
            {
                return;
            }
        }
    }
}

/// <summary>An operand holds. Each is asked only about the rows that no operand before it held for.</summary>
internal sealed class OrNode : Node
{
    private readonly Node[] _operands;

    private OrNode(Node[] operands)
    {
        _operands = operands;
        double missed = 1;
        foreach (Node operand in operands)
        {
            Cost += (operand.Cost * missed) + 0.02;
            Bytes += operand.Bytes;
            missed *= 1 - operand.Share;
        }

        Share = 1 - missed;
    }

    public override double Cost { get; }

    public override double Share { get; }

    public override double Bytes { get; }

    public static Node Of(IEnumerable<Node> operands)
    {
        Node[] kept = [.. operands.Where(operand => operand is not ConstantNode { Value: false })];
        if (kept.Any(operand => operand is ConstantNode))
        {
            return ConstantNode.True;
        }

        return kept.Length switch
        {
            0 => ConstantNode.False,
            1 => kept[0],
            _ => new OrNode([.. kept.OrderBy(operand => operand.Cost / Math.Max(operand.Share, 1e-6))]),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(mask.Length * 2);
        Span<ulong> left = rented.AsSpan(0, mask.Length), trial = rented.AsSpan(mask.Length, mask.Length);
        mask.CopyTo(left);
        foreach (Node operand in _operands)
        {
            left.CopyTo(trial);
            operand.Filter(firstWord, trial);
            if (!Kernels.Except(left, trial))
            {
                break;
            }
        }

        Kernels.Except(mask, left);

        ArrayPool<ulong>.Shared.Return(rented);
    }
}

/// <summary>The operand does not hold: the exact complement.</summary>
internal sealed class NotNode : Node
{
    private readonly Node _operand;

    private NotNode(Node operand) => _operand = operand;

    public override double Cost => _operand.Cost + 0.01;

    public override double Share => 1 - _operand.Share;

    public override double Bytes => _operand.Bytes;

    public static Node Of(Node operand) => operand switch
    {
        ConstantNode constant => constant.Value ? ConstantNode.False : ConstantNode.True,
        NotNode not => not._operand,
        _ => new NotNode(operand),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(mask.Length);
        Span<ulong> held = rented.AsSpan(0, mask.Length);
        mask.CopyTo(held);
        _operand.Filter(firstWord, held);
        Kernels.Except(mask, held);

        ArrayPool<ulong>.Shared.Return(rented);
    }
}
