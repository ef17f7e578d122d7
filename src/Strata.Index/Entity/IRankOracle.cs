using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Index.Entity;

/// <summary>Answers what one entity alone cannot know: whether it is among the top of all.</summary>
public interface IRankOracle
{
    /// <summary>
    /// True where whoever evaluates is told when a rank changes, so that an answer holds until then; false where it is known at T alone.
    /// </summary>
    bool TellsOfChanges => false;

    /// <summary>Whether the entity is in at T.</summary>
    bool IsInTop(BoundTop top, StateRow entity, AsOf asOf);
}
