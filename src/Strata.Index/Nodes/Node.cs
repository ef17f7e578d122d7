namespace Strata.Index.Nodes;

/// <summary>
/// A compiled predicate over the rows of a row set, evaluated 64 rows a word. Immutable once it is compiled; any number of threads
/// evaluate different words at once. Implementations are compiled with all optimisations from the first call on: a command asks once, and
/// vectors that are not optimised yet are a hundred times slower.
/// </summary>
internal abstract class Node
{
    /// <summary>The work for a row that is asked about, in nanoseconds, roughly: cheap ones are asked first.</summary>
    public abstract double Cost { get; }

    /// <summary>The share of rows that satisfy it, from 0 to 1, roughly.</summary>
    public virtual double Share => 0.5;

    /// <summary>How many bytes of memory an evaluation touches for a row that is asked about, roughly.</summary>
    public abstract double Bytes { get; }

    /// <summary>Clears the bits of the rows that do not satisfy the predicate; nothing is done for rows whose bit is not set.</summary>
    /// <param name="firstWord">The number of the first word: its lowest bit is row 64 × <paramref name="firstWord"/>.</param>
    /// <param name="mask">The bits; never set for rows that do not exist.</param>
    public abstract void Filter(long firstWord, Span<ulong> mask);
}
