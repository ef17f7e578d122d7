using System.Text.Json;
using Strata.Language.Time;
using Strata.Platform.Control;

namespace Strata.Server.Reading;

/// <summary>A version of a definition.</summary>
/// <param name="Version">Its number, from 1.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Author">Who stored it.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsDeleted">True where it took the definition away.</param>
/// <param name="Size">How many members there were after it.</param>
/// <param name="Entered">How many entered by it.</param>
/// <param name="Left">How many left by it.</param>
/// <param name="Definition">The definition as YAML, in canonical form.</param>
/// <param name="Json">The definition as JSON.</param>
internal sealed record VersionItem(
    long Version, string At, string Author, string? Reason, bool IsDeleted, long? Size, long? Entered, long? Left, string Definition, JsonElement Json)
{
    /// <summary>Describes a stored version.</summary>
    public static VersionItem Of(StoredVersion version) => new(
        version.Version,
        Microseconds.ToText(version.At),
        version.Author,
        version.Reason,
        version.Deleted,
        version.Size,
        version.Entered,
        version.Left,
        version.Canonical,
        JsonOf(version));

    /// <summary>The definition as JSON.</summary>
    public static JsonElement JsonOf(StoredVersion version)
    {
        using var document = JsonDocument.Parse(version.Json, new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }
}
