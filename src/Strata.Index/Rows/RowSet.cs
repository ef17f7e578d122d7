using Strata.Index.Checkpoints;
using Strata.Index.Memory;
using Strata.Language.Catalog;

namespace Strata.Index.Rows;

/// <summary>
/// The rows of a type in the order of the index: accounts by ref, everything else by account (and events of an account by instant), so
/// that what belongs to neighbouring accounts lies together. Contacts, and events that a contact did, that have no account come last;
/// other rows without one are left out.
/// </summary>
internal sealed class RowSet : IDisposable
{
    private long? _order;

    /// <summary>Their type.</summary>
    public required RowType Type { get; init; }

    /// <summary>The version of the source's rows that these are.</summary>
    public required long Version { get; init; }

    /// <summary>How many positions there are; of accounts some may be empty.</summary>
    public required long Count { get; init; }

    /// <summary>The position of the n-th row of the source, −1 where it is left out; null where it is the n-th.</summary>
    public NativeArray<int>? Positions { get; init; }

    /// <summary>The positions that hold a row; null where all do.</summary>
    public NativeArray<ulong>? Exists { get; init; }

    /// <summary>The account of each row, −1 for none; null for accounts.</summary>
    public NativeArray<int>? AccountOf { get; init; }

    /// <summary>Where the rows of each account start, and after the last account where they end; null for accounts.</summary>
    public NativeArray<int>? AccountOffsets { get; init; }

    /// <summary>The contact of each event, −1 for none.</summary>
    public NativeArray<int>? ContactOf { get; init; }

    /// <summary>The instant of each event.</summary>
    public NativeArray<long>? Instants { get; init; }

    /// <summary>The ref of each contact.</summary>
    public NativeArray<int>? Refs { get; init; }

    /// <summary>The position of each ref of a contact, −1 where there is none.</summary>
    public NativeArray<int>? PositionOfRef { get; init; }

    /// <summary>
    /// Says which row is at which position: the same where these are the same, whatever else of the rows has changed. Structures of
    /// other rows that link to these depend on it.
    /// </summary>
    public long Order => _order ??= Count
        ^ ((long)Checksum.Of(Positions) << 32) ^ (Checksum.Of(Exists) * 0x9E3779B1L) ^ (Checksum.Of(Refs) * 0x85EBCA77L);

    /// <summary>How many words a bitmap of the rows has.</summary>
    public int WordCount => (int)((Count + 63) >> 6);

    /// <summary>True for accounts and contacts.</summary>
    public bool IsEntity => Type.Kind is RowKind.Account or RowKind.Contact;

    /// <summary>The position of a ref of an entity, −1 where there is none.</summary>
    public long PositionOf(long reference) =>
        PositionOfRef is null ? (reference < Count ? reference : -1) : reference < PositionOfRef.Length ? PositionOfRef[reference] : -1;

    /// <summary>The ref at a position of an entity.</summary>
    public long RefAt(long position) => Refs is null ? position : Refs[position];

    /// <summary>Sets the bits of the rows that are there.</summary>
    /// <param name="firstWord">The first word.</param>
    /// <param name="mask">The bits from there on.</param>
    public void FillExisting(long firstWord, Span<ulong> mask)
    {
        if (Exists is not null)
        {
            Exists.Slice(firstWord, mask.Length).CopyTo(mask);
            return;
        }

        mask.Fill(ulong.MaxValue);
        long past = ((firstWord + mask.Length) << 6) - Count;
        if (past > 0)
        {
            mask[^1] = ulong.MaxValue >> (int)past;
        }
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="budget">What memory is charged to.</param>
    /// <param name="type">Their type.</param>
    /// <param name="version">The version that they have.</param>
    /// <param name="accounts">The accounts; null where these are the accounts. Those that came since have no rows yet.</param>
    public static RowSet Read(CheckpointReader reader, MemoryBudget budget, RowType type, long version, RowSet? accounts)
    {
        NativeArray<int>? offsets = reader.Array<int>();
        return new RowSet
        {
            Type = type,
            Version = version,
            Count = reader.Number(),
            Positions = reader.Array<int>(),
            Exists = reader.Array<ulong>(),
            AccountOf = reader.Array<int>(),
            ContactOf = reader.Array<int>(),
            Instants = reader.Array<long>(),
            Refs = reader.Array<int>(),
            PositionOfRef = reader.Array<int>(),
            AccountOffsets = accounts is null || offsets is null ? offsets : Extended(budget, offsets, accounts.Count + 1),
        };
    }

    /// <summary>Writes them for <see cref="Read"/>.</summary>
    public void Write(CheckpointWriter writer)
    {
        writer.Array(AccountOffsets);
        writer.Number(Count);
        writer.Array(Positions);
        writer.Array(Exists);
        writer.Array(AccountOf);
        writer.Array(ContactOf);
        writer.Array(Instants);
        writer.Array(Refs);
        writer.Array(PositionOfRef);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable? array in (IDisposable?[])[Positions, Exists, AccountOf, AccountOffsets, ContactOf, Instants, Refs, PositionOfRef])
        {
            array?.Dispose();
        }
    }

    private static NativeArray<int> Extended(MemoryBudget budget, NativeArray<int> offsets, long length)
    {
        if (offsets.Length == length)
        {
            return offsets;
        }

        if (offsets.Length > length)
        {
            throw new UnusableCheckpointException("it knows accounts that are gone");
        }

        var extended = new NativeArray<int>(budget, length);
        offsets.Span.CopyTo(extended.Span);
        extended.Span[(int)offsets.Length..].Fill(offsets[offsets.Length - 1]);
        offsets.Dispose();
        return extended;
    }
}
