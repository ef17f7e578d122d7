using Strata.Language.Definitions;
using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;

namespace Strata.Platform.Segments.Library;

/// <summary>What is changed by itself: a segment, or a segmentation. The two may have the same name.</summary>
/// <param name="Kind"><c>segment</c> or <c>segmentation</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record EditTarget(string Kind, string Name)
{
    private const string SegmentKind = "segment";

    private const string SegmentationKind = "segmentation";

    /// <summary>A segment.</summary>
    public static EditTarget Segment(string name) => new(SegmentKind, name);

    /// <summary>A segmentation.</summary>
    public static EditTarget Segmentation(string name) => new(SegmentationKind, name);

    /// <summary>What a definition defines.</summary>
    public static EditTarget Of(Definition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new EditTarget(DefinitionWriter.KindOf(definition), definition.Name);
    }

    /// <summary>Whether it is a segment.</summary>
    public bool IsSegment => Kind == SegmentKind;

    /// <summary>What stands of it; null for nothing.</summary>
    public LibraryEntry? Find(DefinitionLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return IsSegment ? library.FindSegment(Name) : library.FindSegmentation(Name);
    }

    /// <summary>Whether a definition defines it.</summary>
    public bool Is(Definition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return DefinitionWriter.KindOf(definition) == Kind && ControlStore.KeyOf(definition.Name) == ControlStore.KeyOf(Name);
    }
}
