using Strata.Platform.Import.Parsing;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import;

/// <summary>What to import and how.</summary>
/// <param name="Files">Paths of files, or <c>-</c> for standard input.</param>
public sealed record ImportRequest(IReadOnlyList<string> Files)
{
    /// <summary>What the files are (<c>accounts</c>, <c>contacts</c>, <c>events</c>, a collection …), or null to find out.</summary>
    public string? As { get; init; }

    /// <summary>A map that says where columns go, or null to find out.</summary>
    public string? MapFile { get; init; }

    /// <summary>True to change nothing and only tell what would happen.</summary>
    public bool DryRun { get; init; }

    /// <summary>How dates like 3/4/2026 are meant, where the file itself does not tell.</summary>
    public DateOrder Dates { get; init; }

    /// <summary>Who says what the files say; sources have a precedence.</summary>
    public string Source { get; init; } = "crm";

    /// <summary>What kind of source it is, where it is new.</summary>
    public SourceKind SourceKind { get; init; }

    /// <summary>The workspace's zone: where bare dates begin.</summary>
    public NodaTime.DateTimeZone Zone { get; init; } = NodaTime.DateTimeZone.Utc;

    /// <summary>The longest line of a file in bytes; a longer one is refused.</summary>
    public int MaxLineBytes { get; init; } = 16 << 20;

    /// <summary>Gives standard input when it is asked for.</summary>
    public Func<Stream> StandardInput { get; init; } = Caller.Current.StandardInput;
}
