using Strata.Index.Bitmaps;
using Strata.Language.Catalog;

namespace Strata.Platform.Live;

/// <summary>Who is in a segment by what was told.</summary>
/// <param name="Members">The members, by number.</param>
/// <param name="Of">What they are.</param>
/// <param name="Version">The version of the definition that was told last.</param>
public sealed record ToldMembers(Bitmap Members, EntityKind Of, long Version);
