using Strata.Language.Ast;

namespace Strata.Language.Syntax;

/// <summary>Collects the errors of one text. One error an offset, so that a fault is not reported again by whoever stumbles over it next.</summary>
internal sealed class Diagnostics(SourceText source)
{
    /// <summary>After so many errors the rest of the text is not read: more would help nobody.</summary>
    public const int MaxErrors = 50;

    private readonly List<(int Start, UserError Error)> _errors = [];
    private readonly HashSet<int> _starts = [];

    public bool IsFull => _errors.Count >= MaxErrors;

    public bool HasErrors => _errors.Count > 0;

    public void Syntax(SourceSpan span, string message, string? fix = null) => Add("syntax", span, message, fix);

    public void Type(SourceSpan span, string message, string? fix = null) => Add("type", span, message, fix);

    public void Limit(SourceSpan span, string message, string? fix = null) => Add("limit", span, message, fix);

    /// <summary>The errors in the order of the text.</summary>
    public IReadOnlyList<UserError> ToList() => [.. _errors.OrderBy(item => item.Start).Select(item => item.Error)];

    private void Add(string code, SourceSpan span, string message, string? fix)
    {
        if (!IsFull && _starts.Add(span.Start))
        {
            _errors.Add((span.Start, new UserError(code, message, source.Locate(span), fix)));
        }
    }
}
