using Strata.Language.Catalog;

namespace Strata.Platform.Quality;

/// <summary>How good the data is, as of now.</summary>
/// <param name="Accounts">How many accounts there are.</param>
/// <param name="Contacts">How many contacts.</param>
/// <param name="Events">How many events.</param>
/// <param name="Fields">The fields of accounts and contacts that anybody ever said something in, and how good they are.</param>
/// <param name="Problems">What is wrong, and with how many.</param>
public sealed record QualityReport(long Accounts, long Contacts, long Events, IReadOnlyList<FieldQuality> Fields, IReadOnlyList<QualityProblem> Problems);

/// <summary>How good a field is.</summary>
/// <param name="Of">Whose.</param>
/// <param name="Field">The field.</param>
/// <param name="Known">In how many rows it is known.</param>
/// <param name="FillRate">The share of rows in which it is known, from 0 to 1.</param>
/// <param name="Distinct">About how many different values there are.</param>
/// <param name="MeanAgeDays">How many days ago rows that have it were last confirmed, in the mean; null where nothing is known.</param>
/// <param name="Stale">In how many rows that is longer ago than the field's time to live; 0 where it has none.</param>
/// <param name="Conflicts">In how many rows two sources said different things last.</param>
/// <param name="Unknown">How many of its values the field's taxonomy does not know; 0 where it has none.</param>
public sealed record FieldQuality(EntityKind Of, FieldDefinition Field, long Known, double FillRate, long Distinct, double? MeanAgeDays, long Stale, long Conflicts, long Unknown);

/// <summary>Something that is wrong with the data.</summary>
/// <param name="Code">What: <c>contacts-without-account</c> …</param>
/// <param name="Title">The same in words.</param>
/// <param name="Of">With what: <c>accounts</c>, <c>contacts</c>, <c>events</c> or <c>rows</c>.</param>
/// <param name="Count">With how many.</param>
/// <param name="Total">Of how many.</param>
/// <param name="Fix">What can be done about it.</param>
/// <param name="Where">The accounts or contacts concerned as an expression of the language, where it can say it; else null.</param>
public sealed record QualityProblem(string Code, string Title, string Of, long Count, long Total, string Fix, string? Where);

/// <summary>One that something is wrong with.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person calls it; null where it has no name.</param>
/// <param name="Value">The value that is wrong; null where one is missing.</param>
public sealed record QualityExample(string Id, string? Name, string? Value);
