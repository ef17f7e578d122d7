using Strata.Language.Definitions;
using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;

namespace Strata.Platform.Segments.Library;

/// <summary>What is changed by itself: a segment, or a segmentation, which may have the same name; or several definitions together.</summary>
/// <param name="Kind"><c>segment</c>, <c>segmentation</c> or <c>set</c>.</param>
/// <param name="Name">Its name; of a set, what it gives.</param>
public sealed record EditTarget(string Kind, string Name)
{
    private const string SegmentKind = "segment";

    private const string SegmentationKind = "segmentation";

    private const string SetKind = "set";

    /// <summary>A segment.</summary>
    public static EditTarget Segment(string name) => new(SegmentKind, name);

    /// <summary>A segmentation.</summary>
    public static EditTarget Segmentation(string name) => new(SegmentationKind, name);

    /// <summary>Several definitions together, because some refer to others.</summary>
    public static EditTarget Set(string name) => new(SetKind, name);

    /// <summary>What a definition defines.</summary>
    public static EditTarget Of(Definition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new EditTarget(DefinitionWriter.KindOf(definition), definition.Name);
    }

    /// <summary>Whether it is a segment.</summary>
    public bool IsSegment => Kind == SegmentKind;

    /// <summary>Whether it is several definitions.</summary>
    public bool IsSet => Kind == SetKind;

    /// <summary>What stands of it; null for nothing, and for a set.</summary>
    public LibraryEntry? Find(DefinitionLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return IsSet ? null : IsSegment ? library.FindSegment(Name) : library.FindSegmentation(Name);
    }

    /// <summary>Whether a definition defines it.</summary>
    public bool Is(Definition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return DefinitionWriter.KindOf(definition) == Kind && ControlStore.KeyOf(definition.Name) == ControlStore.KeyOf(Name);
    }
}
