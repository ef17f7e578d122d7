namespace Strata.Platform.Import.Sniffing;

/// <summary>How a file separates its cells.</summary>
/// <param name="Separator">The character between cells.</param>
/// <param name="Columns">The names in the header line, trimmed; empty names are given as <c>column N</c>.</param>
/// <param name="IsAligned">True where columns are aligned by runs of white space.</param>
internal sealed record DelimitedDialect(char Separator, IReadOnlyList<string> Columns, bool IsAligned);
