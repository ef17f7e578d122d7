using Strata.Language.Ast;

namespace Strata.Platform.Segments.Sizing;

/// <summary>The conditions of a segment as they are written.</summary>
/// <param name="Where">Who is in.</param>
/// <param name="Exclude">Who is suppressed; null for nobody.</param>
internal sealed record Conditions(Expr Where, Expr? Exclude);

/// <summary>A segment after a change of one of its clauses.</summary>
/// <param name="Conditions">The segment.</param>
/// <param name="Clause">The clause as it would be written; null where it is dropped.</param>
internal sealed record Edited(Conditions Conditions, Expr? Clause);

/// <summary>Something in a segment that can be changed.</summary>
/// <param name="Clause">The clause that it belongs to, as written.</param>
internal abstract record EditSite(Expr Clause);

/// <summary>A constant that can take other values.</summary>
/// <param name="Clause">The clause that it belongs to.</param>
/// <param name="Ladder">The values.</param>
/// <param name="Change">The segment with another value.</param>
internal sealed record ConstantSite(Expr Clause, Ladder Ladder, Func<Rung, Edited> Change) : EditSite(Clause);

/// <summary>A change that can be made or not: a clause dropped, one value of a list dropped, a comparison widened.</summary>
/// <param name="Clause">The clause that it belongs to.</param>
/// <param name="Result">The segment after it.</param>
/// <param name="Distance">How gentle it is, in the measure of <see cref="Ladder.Distance"/>.</param>
internal sealed record SingleSite(Expr Clause, Edited Result, double Distance) : EditSite(Clause);
