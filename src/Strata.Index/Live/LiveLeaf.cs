using Strata.Index.Entity;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Live;

/// <summary>A condition that segments are made of, with its truth for every entity.</summary>
/// <param name="number">Its number in the circuit.</param>
/// <param name="of">Whose truth.</param>
internal abstract class LiveLeaf(int number, EntityKind of)
{
    /// <summary>Its number in the circuit, which timers name.</summary>
    public int Number { get; } = number;

    /// <summary>Whose truth.</summary>
    public EntityKind Of { get; } = of;

    /// <summary>For whom it is true.</summary>
    public EntityBits Truth { get; set; } = new();

    /// <summary>The segments that read it, by their number in the circuit.</summary>
    public List<int> Segments { get; } = [];

    /// <summary>How many segments hold it; a leaf that none holds is dropped.</summary>
    public int Holders { get; set; }

    /// <summary>Higher than that of the ranks that it reads, so that they are settled first.</summary>
    public abstract int Level { get; }

    /// <summary>The truth at T, and how long it holds if nothing arrives.</summary>
    public abstract Stable Evaluate(int reference, AsOf asOf);

    /// <summary>When a timer of the entity is set for, or <see cref="long.MaxValue"/>.</summary>
    public abstract long Scheduled(int reference);

    /// <summary>Notes when a timer of the entity is set for.</summary>
    public abstract void Schedule(int reference, long due);
}
