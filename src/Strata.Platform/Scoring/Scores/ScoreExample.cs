namespace Strata.Platform.Scoring.Scores;

/// <summary>Something that ended one way or the other.</summary>
/// <param name="AccountRef">Whose it was.</param>
/// <param name="Instant">When its outcome was to be foretold: features are read as of then. UTC microseconds.</param>
/// <param name="KnownAt">When its outcome was known. UTC microseconds.</param>
/// <param name="Label">Whether it ended as the score foretells.</param>
internal sealed record ScoreExample(long AccountRef, long Instant, long KnownAt, bool Label);

/// <summary>The examples of a score.</summary>
/// <param name="Examples">Those that can be used, in the order in which their outcomes were known.</param>
/// <param name="Notes">What a reader has to know of them.</param>
internal sealed record ScoreExamples(IReadOnlyList<ScoreExample> Examples, IReadOnlyList<string> Notes);
