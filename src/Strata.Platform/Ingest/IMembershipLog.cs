using Strata.Platform.Live;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Ingest;

/// <summary>Where changes of memberships are kept and told from. What is in the journal and not in the warehouse is given back at start.</summary>
public interface IMembershipLog
{
    /// <summary>Numbers the changes and gives what is to be kept of them in the journal. Called by the thread that applies, in order.</summary>
    ReadOnlyMemory<byte> Record(IReadOnlyList<MembershipChange> changes);

    /// <summary>What was recorded is durable: it may be told. Called by the journal's thread, in order; must not block.</summary>
    void Durable(ReadOnlyMemory<byte> record);

    /// <summary>A record that the journal had at start: it may be in the warehouse, or not.</summary>
    void Restore(ReadOnlyMemory<byte> record);

    /// <summary>How many changes were recorded since the last <see cref="Rotate"/>.</summary>
    int Waiting { get; }

    /// <summary>What was recorded up to now belongs to the next <see cref="Write"/>. Called by the thread that applies.</summary>
    void Rotate();

    /// <summary>Writes what belongs to it, within the caller's transaction; again where that failed.</summary>
    void Write(DuckDbConnection connection);
}
