using Strata.Language.Ast;

namespace Strata.Language.Bound;

/// <summary>
/// The written node that a bound node stands for. Two origins are always equal, so that bound trees compare by meaning and a leaf
/// written in two segments is one leaf.
/// </summary>
/// <param name="Node">The syntax, or null for a node that nobody wrote.</param>
public readonly record struct Origin(Node? Node)
{
    /// <summary>Always true; see the type.</summary>
    public bool Equals(Origin other) => true;

    /// <summary>Always 0; see the type.</summary>
    public override int GetHashCode() => 0;
}
