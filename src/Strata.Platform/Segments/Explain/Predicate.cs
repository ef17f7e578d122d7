namespace Strata.Platform.Segments.Explain;

/// <summary>What is said of one predicate.</summary>
/// <param name="Actual">The actual value.</param>
/// <param name="Missing">What is missing while it does not hold; null where nothing can be measured.</param>
/// <param name="Change">What would turn it; null where nothing can.</param>
/// <param name="Evidence">The rows it rests on.</param>
internal sealed record Predicate(string Actual, string? Missing, string? Change, Evidence? Evidence = null);
