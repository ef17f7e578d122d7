namespace Strata.Language.Sql;

/// <summary>A statement with its values apart.</summary>
/// <param name="Text">The SQL; <c>$1</c> is the first of <paramref name="Parameters"/>.</param>
/// <param name="Parameters">The values in order.</param>
public sealed record SqlStatement(string Text, IReadOnlyList<SqlParameter> Parameters);
