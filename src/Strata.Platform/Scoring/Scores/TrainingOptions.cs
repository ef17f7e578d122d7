namespace Strata.Platform.Scoring.Scores;

/// <summary>How a score is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>The months that are looked back over where nobody says.</summary>
    public const int DefaultMonths = 24;

    /// <summary>How many months before now an outcome may have come.</summary>
    public int Months { get; init; } = DefaultMonths;

    /// <summary>The only features to read, by their names; null for all.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Features to leave out, by their names.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Fields to read although they were refused.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>The same seed and data give the same model.</summary>
    public ulong Seed { get; init; } = 1;
}
