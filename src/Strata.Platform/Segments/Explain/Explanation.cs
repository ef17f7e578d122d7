namespace Strata.Platform.Segments.Explain;

/// <summary>
/// Why an entity is in a segment, or why not: every clause with its truth, the actual value, what is missing, what would change it and
/// from when until when it holds. Plain data, made to be serialised; instants are ISO 8601 in UTC.
/// </summary>
/// <param name="Segment">The name of the segment; null for an expression given directly.</param>
/// <param name="Of"><c>account</c> or <c>contact</c>.</param>
/// <param name="Id">The key of the entity.</param>
/// <param name="Name">Its name as shown; null where it has none.</param>
/// <param name="AsOf">The instant T that is spoken of.</param>
/// <param name="IsMember">Whether it is in at T.</param>
/// <param name="Holds">From when until when that is so.</param>
/// <param name="Where">The condition of the segment.</param>
/// <param name="OnIncludeList">True where it was added by hand, so that the condition does not matter.</param>
/// <param name="Exclude">The suppression, which is applied last; null where there is none.</param>
/// <param name="Changes">The smallest set of clauses that would have to change for the answer to be the other one; empty where nothing can.</param>
/// <param name="IsNearMiss">True where it is not in and one change would do.</param>
public sealed record Explanation(
    string? Segment,
    string Of,
    string Id,
    string? Name,
    string AsOf,
    bool IsMember,
    Holding Holds,
    Clause Where,
    bool OnIncludeList,
    Clause? Exclude,
    IReadOnlyList<NeededChange> Changes,
    bool IsNearMiss);

/// <summary>One clause of a definition, as it was written.</summary>
/// <param name="Text">Its canonical text.</param>
/// <param name="Kind"><c>and</c>, <c>or</c>, <c>not</c> or <c>segment</c> where it is made of <paramref name="Parts"/>, else <c>predicate</c>.</param>
/// <param name="IsTrue">Whether it is true of the entity at T.</param>
/// <param name="Holds">From when until when that is so.</param>
/// <param name="Actual">The actual value, for a person; null for a clause made of parts.</param>
/// <param name="Missing">What is missing and by how much; null where it is true, where it need not be, or where nothing can be measured.</param>
/// <param name="Change">The smallest change that would make it the other way; null where nothing can.</param>
/// <param name="Evidence">The rows that the truth rests on; null where it rests on none.</param>
/// <param name="Parts">The clauses it is made of.</param>
public sealed record Clause(
    string Text,
    string Kind,
    bool IsTrue,
    Holding Holds,
    string? Actual,
    string? Missing,
    string? Change,
    Evidence? Evidence,
    IReadOnlyList<Clause> Parts);

/// <summary>A period in which an answer stays the same.</summary>
/// <param name="Since">The first instant of it; null where it has always been so, or was so before what is known.</param>
/// <param name="SinceWhy">What happened then.</param>
/// <param name="Until">The instant at which it ends; null where it does not.</param>
/// <param name="UntilWhy">What happens then.</param>
/// <param name="DependsOnOthers">True where the period is not known further, because the answer depends on the rank among others.</param>
public sealed record Holding(string? Since, string? SinceWhy, string? Until, string? UntilWhy, bool DependsOnOthers);

/// <summary>Rows that a clause rests on.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Rows">The most recent of them, at most five.</param>
public sealed record Evidence(long Count, IReadOnlyList<EvidenceRow> Rows);

/// <summary>One row that a clause rests on.</summary>
/// <param name="Source">The collection or event.</param>
/// <param name="Id">The id of an event or contact; of a row of a collection the values that tell it from the others.</param>
/// <param name="Name">What a person calls it; null for an event.</param>
/// <param name="At">The instant of an event; null for a row of a collection.</param>
/// <param name="Values">Its values that the clause speaks of.</param>
public sealed record EvidenceRow(string Source, string Id, string? Name, string? At, IReadOnlyDictionary<string, string> Values);

/// <summary>One of the changes that together would turn the answer.</summary>
/// <param name="Clause">The clause that would change.</param>
/// <param name="Change">What would have to happen.</param>
public sealed record NeededChange(string Clause, string Change);
