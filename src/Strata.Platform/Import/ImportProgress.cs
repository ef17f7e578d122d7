namespace Strata.Platform.Import;

/// <summary>How far an import is.</summary>
/// <param name="File">The file.</param>
/// <param name="Phase">What is being done: looking, reading, applying.</param>
/// <param name="Done">The share done of the phase, 0 to 1.</param>
public sealed record ImportProgress(string File, string Phase, double Done);
