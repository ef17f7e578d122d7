namespace Strata.Platform.Generation;

/// <summary>How far a generation is.</summary>
/// <param name="Phase">The file being written, such as <c>events</c>.</param>
/// <param name="Done">Rows (for events) or accounts (for the other files) finished in this phase.</param>
/// <param name="Total">What <paramref name="Done"/> reaches when the phase is over.</param>
public readonly record struct GenerationProgress(string Phase, long Done, long Total);

/// <summary>One file that was written.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Rows">Rows without the header; for <c>truth.json</c> the entries of its lists.</param>
/// <param name="Bytes">Its size on disk.</param>
public sealed record GeneratedFile(string Path, long Rows, long Bytes);

/// <summary>What a generation wrote.</summary>
/// <param name="Files">The files in the order in which they are best imported; <c>truth.json</c> last.</param>
public sealed record GenerationResult(IReadOnlyList<GeneratedFile> Files);
