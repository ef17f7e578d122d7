namespace Strata.Language.Ast;

/// <summary>
/// Where in the text a node was written, as offsets in UTF-16 units. Two spans are always equal: where a node stands is no part of
/// what it means, so that a tree equals the tree of its own canonical print.
/// </summary>
/// <param name="Start">Offset of the first unit, from 0.</param>
/// <param name="Length">How many units.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>Offset just after the last unit.</summary>
    public int End => Start + Length;

    /// <summary>The smallest span that covers both.</summary>
    public SourceSpan To(SourceSpan last) => new(Start, last.End - Start);

    /// <summary>Always true; see the type.</summary>
    public bool Equals(SourceSpan other) => true;

    /// <summary>Always 0; see the type.</summary>
    public override int GetHashCode() => 0;
}
