namespace Strata.Language;

/// <summary>A place in a text that the user wrote.</summary>
/// <param name="File">The file, or null for text given directly.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 units, from 1.</param>
/// <param name="Length">How many UTF-16 units the place covers; 0 for a point.</param>
public sealed record SourceLocation(string? File, int Line, int Column, int Length = 0)
{
    /// <summary><c>file:line:column</c>, or <c>line:column</c> where there is no file.</summary>
    public override string ToString() => File is null ? $"{Line}:{Column}" : $"{File}:{Line}:{Column}";
}
