namespace Strata.Language;

/// <summary>One fault in what the user gave: what is wrong, where, and what to write instead.</summary>
/// <param name="Code">
/// A stable lower-case code. The language uses <c>syntax</c>, <c>name</c>, <c>type</c>, <c>limit</c>, <c>reference</c> and
/// <c>cycle</c> (language.md section 2); other areas add their own (<c>file</c>, <c>format</c>, <c>argument</c>, <c>data-directory</c> …).
/// </param>
/// <param name="Message">What is wrong, as a sentence for a person.</param>
/// <param name="Where">Where it is wrong, or null when the place is plain from the message.</param>
/// <param name="Fix">What to do or to write instead, or null when the message already says it.</param>
public sealed record UserError(string Code, string Message, SourceLocation? Where = null, string? Fix = null)
{
    /// <summary>The error on one line: <c>file:line:column: code: message (fix)</c>, leaving out what is not known.</summary>
    public override string ToString()
    {
        string where = Where is null ? "" : $"{Where}: ";
        string fix = Fix is null ? "" : $" {Fix}";
        return $"{where}{Code}: {Message}{fix}";
    }
}
