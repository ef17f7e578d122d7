using Strata.Language.Ast;

namespace Strata.Language;

/// <summary>Finds the place that a span of a parsed text stands for: for text inside a YAML file, the line and column of the file.</summary>
/// <returns>The place, or null where it is not known.</returns>
public delegate SourceLocation? SourceLocator(SourceSpan span);
