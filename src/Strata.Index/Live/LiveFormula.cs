namespace Strata.Index.Live;

/// <summary>A segment over leaves. Evaluated for 64 references at a time, one a bit.</summary>
internal abstract class LiveFormula
{
    /// <summary>Whether it holds for a reference.</summary>
    public bool IsTrue(int reference) => (Word(reference >> 6) & (1UL << (reference & 63))) != 0;

    /// <summary>For whom of the references 64 × <paramref name="word"/> and the 63 after it holds.</summary>
    public abstract ulong Word(int word);

    /// <summary>Whatever the data.</summary>
    public sealed class Constant(bool value) : LiveFormula
    {
        public override ulong Word(int word) => value ? ulong.MaxValue : 0;
    }

    /// <summary>The truth of a leaf.</summary>
    public sealed class Leaf(LiveLeaf leaf) : LiveFormula
    {
        public override ulong Word(int word) => leaf.Truth.Word(word);
    }

    /// <summary>The complement.</summary>
    public sealed class Not(LiveFormula operand) : LiveFormula
    {
        public override ulong Word(int word) => ~operand.Word(word);
    }

    /// <summary>Where every operand holds.</summary>
    public sealed class All(LiveFormula[] operands) : LiveFormula
    {
        public override ulong Word(int word)
        {
            ulong all = ulong.MaxValue;
            foreach (LiveFormula operand in operands)
            {
                all &= operand.Word(word);
                if (all == 0)
                {
                    break;
                }
            }

            return all;
        }
    }

    /// <summary>Where an operand holds.</summary>
    public sealed class Any(LiveFormula[] operands) : LiveFormula
    {
        public override ulong Word(int word)
        {
            ulong any = 0;
            foreach (LiveFormula operand in operands)
            {
                any |= operand.Word(word);
                if (any == ulong.MaxValue)
                {
                    break;
                }
            }

            return any;
        }
    }
}
