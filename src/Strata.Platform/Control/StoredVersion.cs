namespace Strata.Platform.Control;

/// <summary>What a change did to the members of a segment, counted at the instant of the change.</summary>
/// <param name="Size">Members after it.</param>
/// <param name="Entered">Members that were none before.</param>
/// <param name="Left">Members before that are none after.</param>
public sealed record MembershipDelta(long Size, long Entered, long Left);

/// <summary>One version of a definition as it is stored.</summary>
public sealed record StoredVersion
{
    /// <summary>segment, list, trait or segmentation.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name, as its author wrote it.</summary>
    public required string Name { get; init; }

    /// <summary>1 for the first, then one more for each change of this definition.</summary>
    public required long Version { get; init; }

    /// <summary>The change that it came with; increasing over all definitions.</summary>
    public required long Revision { get; init; }

    /// <summary>True where this version took the definition away.</summary>
    public bool Deleted { get; init; }

    /// <summary>The YAML as its author wrote it.</summary>
    public required string Text { get; init; }

    /// <summary>The YAML in canonical form, complete in itself (a list's file is read into it).</summary>
    public required string Canonical { get; init; }

    /// <summary>The definition as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>The file it was read from, or null.</summary>
    public string? File { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>Who.</summary>
    public string Author { get; init; } = "";

    /// <summary>Why; null where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>Members after the change; null for what is no segment.</summary>
    public long? Size { get; init; }

    /// <summary>Members that entered by the change; null for what is no segment.</summary>
    public long? Entered { get; init; }

    /// <summary>Members that left by the change; null for what is no segment.</summary>
    public long? Left { get; init; }
}

/// <summary>Whether the current version of a definition can be evaluated.</summary>
public sealed record StoredState
{
    /// <summary>segment, list, trait or segmentation.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name in folded form.</summary>
    public required string Key { get; init; }

    /// <summary>True where it can.</summary>
    public required bool Valid { get; init; }

    /// <summary>The last revision at which it could; null for never.</summary>
    public long? ValidRevision { get; init; }

    /// <summary>What is wrong, one error a line; null where nothing is.</summary>
    public string? Problems { get; init; }
}
