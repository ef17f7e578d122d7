namespace Strata.Platform.Ingest.Journal;

/// <summary>A record that waits to be written. What it holds must not change until it is durable or has failed.</summary>
/// <param name="kind">What it is.</param>
internal abstract class JournalEntry(RecordKind kind)
{
    /// <summary>What the record is.</summary>
    public RecordKind Kind { get; } = kind;

    /// <summary>How long what it holds is, in bytes.</summary>
    public abstract int Length { get; }

    /// <summary>Writes what it holds.</summary>
    /// <param name="target">As long as <see cref="Length"/>.</param>
    public abstract void Write(Span<byte> target);

    /// <summary>Called by the journal's thread once the record is durable, and every record of its group too; must not block.</summary>
    public abstract void Durable();

    /// <summary>Called by the journal's thread where the record was not written; must not block.</summary>
    /// <param name="fault">Why.</param>
    public abstract void Failed(Exception fault);
}
