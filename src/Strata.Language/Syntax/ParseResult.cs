using System.Diagnostics.CodeAnalysis;
using Strata.Language.Ast;

namespace Strata.Language.Syntax;

/// <summary>What became of reading a definition: its tree, or every error found.</summary>
/// <typeparam name="T">What was to be read.</typeparam>
public sealed class ParseResult<T>
    where T : Node
{
    internal ParseResult(T? tree, IReadOnlyList<UserError> errors)
    {
        Tree = errors.Count == 0 ? tree : null;
        Errors = errors;
    }

    /// <summary>The tree; null exactly where there are errors.</summary>
    public T? Tree { get; }

    /// <summary>The errors in the order of the text; codes are <c>syntax</c>, <c>limit</c>, and <c>type</c> where a set is asked for what is no text. At most 50 are reported.</summary>
    public IReadOnlyList<UserError> Errors { get; }

    /// <summary>True where there are no errors.</summary>
    [MemberNotNullWhen(true, nameof(Tree))]
    public bool Ok => Tree is not null;

    /// <summary>The tree.</summary>
    /// <exception cref="UserErrorException">There are errors; it carries all of them.</exception>
    public T OrThrow() => Tree ?? throw new UserErrorException(Errors);
}
