namespace Strata.Platform.Segments.Explain;

/// <summary>What is said of one predicate.</summary>
/// <param name="Actual">The actual value.</param>
/// <param name="Missing">What is missing while it does not hold; null where nothing can be measured.</param>
/// <param name="Change">What would turn it; null where nothing can.</param>
/// <param name="Evidence">The rows it rests on.</param>
/// <param name="Size">How large the change is: of a number the distance beside the number, of rows how many, else 1.</param>
/// <param name="Measure">The number that moves and which way, where a larger change of it includes this one; else null.</param>
internal sealed record Predicate(
    string Actual, string? Missing, string? Change, Evidence? Evidence = null, double Size = 1, string? Measure = null);
