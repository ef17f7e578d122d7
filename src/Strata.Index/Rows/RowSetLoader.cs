using Strata.Index.Memory;
using Strata.Index.Source;
using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Index.Rows;

/// <summary>Reads which rows there are and whose they are, and puts them in the order of the index.</summary>
internal sealed class RowSetLoader(IIndexSource source, MemoryBudget budget, CancellationToken cancellation)
{
    /// <summary>Loads the accounts. Their position is their ref.</summary>
    public RowSet Accounts(RowType type)
    {
        long version = source.VersionOf(type);
        var refs = new NativeArray<int>(budget, source.CountRows(type));
        long read = 0, greatest = -1;
        bool isIdentity = true;
        source.Read(
            type,
            ["ref"],
            chunk =>
            {
                foreach (long reference in chunk.Longs(0)[..chunk.Count])
                {
                    isIdentity &= reference == read;
                    greatest = Math.Max(greatest, reference);
                    refs[read++] = checked((int)reference);
                }
            },
            cancellation);
        if (isIdentity)
        {
            refs.Dispose();
            return new RowSet { Type = type, Version = version, Count = read };
        }

        var exists = new NativeArray<ulong>(budget, (greatest + 64) >> 6);
        foreach (int reference in refs.Span)
        {
            exists[reference >> 6] |= 1UL << (reference & 63);
        }

        return new RowSet { Type = type, Version = version, Count = greatest + 1, Positions = refs, Exists = exists };
    }

    /// <summary>Loads contacts or the rows of a collection.</summary>
    public RowSet OfAccounts(RowType type, RowSet accounts)
    {
        long version = source.VersionOf(type);
        bool isContact = type.Kind == RowKind.Contact;
        (NativeArray<int> account, NativeArray<int> refs) = ReadLinks(type, TableNames.AccountRef, accounts, "ref", null);
        (NativeArray<int> positions, NativeArray<int> offsets, long count) = Place(account, accounts.Count, _ => isContact);
        NativeArray<int> accountOf = Arranged(account, positions, count);
        account.Dispose();
        if (!isContact)
        {
            refs.Dispose();
            return new RowSet { Type = type, Version = version, Count = count, Positions = positions, AccountOf = accountOf, AccountOffsets = offsets };
        }

        NativeArray<int> refAt = Arranged(refs, positions, count);
        refs.Dispose();
        NativeArray<int> positionOf = Inverse(refAt);
        return new RowSet
        {
            Type = type,
            Version = version,
            Count = count,
            Positions = positions,
            AccountOf = accountOf,
            AccountOffsets = offsets,
            Refs = refAt,
            PositionOfRef = positionOf,
        };
    }

    /// <summary>Loads the events of a type.</summary>
    public RowSet Events(RowType type, RowSet accounts, RowSet contacts)
    {
        long version = source.VersionOf(type);
        (NativeArray<int> account, NativeArray<int> contact) = ReadLinks(type, TableNames.AccountRef, accounts, TableNames.ContactRef, contacts);
        (NativeArray<int> positions, NativeArray<int> offsets, long count) = Place(account, accounts.Count, row => contact[row] >= 0);
        var instants = new NativeArray<long>(budget, count);
        long read = 0;
        source.Read(
            type,
            ["ts"],
            chunk =>
            {
                foreach (long instant in chunk.Longs(0)[..chunk.Count])
                {
                    int position = positions[read++];
                    if (position >= 0)
                    {
                        instants[position] = instant;
                    }
                }
            },
            cancellation);
        SortByInstant(positions, offsets, instants);
        var rows = new RowSet
        {
            Type = type,
            Version = version,
            Count = count,
            Positions = positions,
            AccountOf = Arranged(account, positions, count),
            AccountOffsets = offsets,
            ContactOf = Arranged(contact, positions, count),
            Instants = instants,
        };
        account.Dispose();
        contact.Dispose();
        return rows;
    }

    /// <summary>Two links of each row: positions of entities, −1 for none; or a number as it is, where no entities are given.</summary>
    private (NativeArray<int> First, NativeArray<int> Second) ReadLinks(
        RowType type, string first, RowSet firstOf, string second, RowSet? secondOf)
    {
        long count = source.CountRows(type);
        var one = new NativeArray<int>(budget, count);
        var two = new NativeArray<int>(budget, count);
        long start = 0;
        source.Read(
            type,
            [first, second],
            chunk =>
            {
                ReadOnlySpan<long> a = chunk.Longs(0), b = chunk.Longs(1);
                for (int i = 0; i < chunk.Count; i++)
                {
                    one[start + i] = chunk.IsKnown(0, i) ? (int)firstOf.PositionOf(a[i]) : -1;
                    two[start + i] = !chunk.IsKnown(1, i) ? -1 : secondOf is null ? checked((int)b[i]) : (int)secondOf.PositionOf(b[i]);
                }

                start += chunk.Count;
            },
            cancellation);
        return (one, two);
    }

    /// <summary>Gives every row a position: by account, in the order they came, those without an account last where they are kept.</summary>
    private (NativeArray<int> Positions, NativeArray<int> Offsets, long Count) Place(
        NativeArray<int> account, long accounts, Func<long, bool> keepsWithout)
    {
        var offsets = new NativeArray<int>(budget, accounts + 1);
        long rows = account.Length;
        for (long row = 0; row < rows; row++)
        {
            if (account[row] >= 0)
            {
                offsets[account[row] + 1]++;
            }
        }

        for (long at = 0; at < accounts; at++)
        {
            offsets[at + 1] += offsets[at];
        }

        using var next = new NativeArray<int>(budget, accounts + 1);
        offsets.Span.CopyTo(next.Span);
        var positions = new NativeArray<int>(budget, rows);
        int last = offsets[accounts];
        for (long row = 0; row < rows; row++)
        {
            int of = account[row];
            positions[row] = of >= 0 ? next[of]++ : keepsWithout(row) ? last++ : -1;
        }

        return (positions, offsets, last);
    }

    /// <summary>Sorts the events of each account by instant, where they did not come so.</summary>
    private void SortByInstant(NativeArray<int> positions, NativeArray<int> offsets, NativeArray<long> instants)
    {
        using var rowAt = new NativeArray<int>(budget, instants.Length);
        for (long row = 0; row < positions.Length; row++)
        {
            if (positions[row] >= 0)
            {
                rowAt[positions[row]] = (int)row;
            }
        }

        for (long account = 0; account + 1 < offsets.Length; account++)
        {
            int start = offsets[account], count = offsets[account + 1] - start;
            Span<long> own = instants.Slice(start, count);
            if (!IsAscending(own))
            {
                own.Sort(rowAt.Slice(start, count));
                for (int at = start; at < start + count; at++)
                {
                    positions[rowAt[at]] = at;
                }
            }
        }
    }

    private static bool IsAscending(ReadOnlySpan<long> values)
    {
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] < values[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private NativeArray<int> Arranged(NativeArray<int> values, NativeArray<int> positions, long count)
    {
        var arranged = new NativeArray<int>(budget, count);
        for (long row = 0; row < values.Length; row++)
        {
            if (positions[row] >= 0)
            {
                arranged[positions[row]] = values[row];
            }
        }

        return arranged;
    }

    private NativeArray<int> Inverse(NativeArray<int> refAt)
    {
        int greatest = -1;
        foreach (int reference in refAt.Span)
        {
            greatest = Math.Max(greatest, reference);
        }

        var positionOf = new NativeArray<int>(budget, greatest + 1);
        positionOf.Span.Fill(-1);
        for (int at = 0; at < refAt.Length; at++)
        {
            positionOf[refAt[at]] = at;
        }

        return positionOf;
    }
}
