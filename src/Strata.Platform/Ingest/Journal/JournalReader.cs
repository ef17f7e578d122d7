using System.Buffers;

namespace Strata.Platform.Ingest.Journal;

/// <summary>Reads groups by their offset, also while others are written. Used by one thread at a time.</summary>
internal sealed class JournalReader(JournalFiles files)
{
    private byte[] _buffer = new byte[1 << 20];

    /// <summary>Reads the group that begins at an offset; null where no whole one does.</summary>
    /// <returns>Header and records, valid until the next call.</returns>
    public ReadOnlyMemory<byte>? Read(long offset)
    {
        if (files.At(offset) is not var (first, file))
        {
            return null;
        }

        int read = file.Read(_buffer.AsSpan(0, JournalFormat.GroupHeader), offset - first);
        if (JournalFormat.LengthOf(_buffer.AsSpan(0, read), offset) is not { } length)
        {
            return null;
        }

        if (length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(length, _buffer.Length * 2));
        }

        read = file.Read(_buffer.AsSpan(0, length), offset - first);
        if (read != length || !JournalFormat.IsWhole(_buffer.AsSpan(0, length)))
        {
            return null;
        }

        return _buffer.AsMemory(0, length);
    }

    /// <summary>The offset of the first whole group beyond an offset, within its file; null where there is none.</summary>
    public long? FindBeyond(long offset)
    {
        if (files.At(offset) is not var (first, file))
        {
            return null;
        }

        const int Step = 1 << 20;
        byte[] window = ArrayPool<byte>.Shared.Rent(Step + JournalFormat.GroupHeader);
        try
        {
            for (long at = offset + 1; ; at += Step)
            {
                int read = file.Read(window.AsSpan(0, Step + JournalFormat.GroupHeader), at - first);
                int end = Math.Min(read, Step);
                for (int i = 0; i < end; i++)
                {
                    int next = window.AsSpan(i, read - i).IndexOf(JournalFormat.MagicBytes);
                    if (next < 0)
                    {
                        break;
                    }

                    i += next;
                    if (i < end && Read(at + i) is not null)
                    {
                        return at + i;
                    }
                }

                if (read < Step)
                {
                    return null;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }
}
