namespace Strata.Platform.Import.Staging;

/// <summary>A column of the staging statement: a name and the SQL over the file's cells.</summary>
/// <param name="Name">The staging column.</param>
/// <param name="Sql">Its value.</param>
internal sealed record StagedColumn(string Name, string Sql);

/// <summary>A reason to refuse a row.</summary>
/// <param name="Code"><c>field:reason</c>, unique among the checks.</param>
/// <param name="Sql">True where the row is to be refused.</param>
internal sealed record RowCheck(string Code, string Sql);
