namespace Strata.Language.Ast;

/// <summary>A node of the syntax tree of a definition. Nodes are immutable and compare by content, spans aside.</summary>
public abstract record Node
{
    /// <summary>Where the node was written; default for a node that was not parsed from text.</summary>
    public SourceSpan Span { get; init; }
}
