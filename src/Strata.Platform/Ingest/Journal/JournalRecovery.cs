using System.Globalization;

namespace Strata.Platform.Ingest.Journal;

/// <summary>Brings a journal into a state to go on from, after whatever ended the process that wrote it.</summary>
internal static class JournalRecovery
{
    /// <summary>
    /// Finds where the journal ends. A group that is not whole was never acknowledged: it is cut off, with what is beyond it. Where the
    /// journal does not reach the position (it was removed by hand), it begins anew there.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="position">What lies before it has been applied and may be gone.</param>
    /// <returns>The offset at which the next group is written.</returns>
    /// <exception cref="InvalidDataException">
    /// The journal is damaged in the midst: whole groups come after one that is not. Or a file of it is missing.
    /// </exception>
    public static long FindEnd(JournalFiles files, long position)
    {
        IReadOnlyList<long> firsts = files.Firsts();
        if (firsts.Count == 0)
        {
            files.Begin(position);
            return position;
        }

        var reader = new JournalReader(files);
        long offset = StartOf(files, firsts, position);
        long end = EndOf(files, firsts[^1]);
        while (offset < end)
        {
            if (reader.Read(offset) is { } group)
            {
                offset += group.Length;
                continue;
            }

            RefuseDamage(files, reader, firsts, offset);
            Cut(files, firsts, offset);
            break;
        }

        if (offset < position)
        {
            foreach (long first in files.Firsts())
            {
                files.Delete(first);
            }

            files.Begin(position);
            return position;
        }

        return offset;
    }

    /// <summary>Where reading begins: the position where it lies in a file, else the first file's beginning.</summary>
    private static long StartOf(JournalFiles files, IReadOnlyList<long> firsts, long position)
    {
        if (firsts[0] > position)
        {
            throw new InvalidDataException(
                $"The journal begins at {Text(firsts[0])}, but the warehouse has applied it up to {Text(position)} only: a file of the journal is missing.");
        }

        foreach ((long first, long next) in firsts.Zip(firsts.Skip(1)))
        {
            if (next > position && EndOf(files, first) < next)
            {
                throw new InvalidDataException(
                    $"The file {Text(first)} of the journal ends at {Text(EndOf(files, first))}, but the next begins at {Text(next)}: some of it is missing.");
            }
        }

        return Math.Min(position, EndOf(files, firsts[^1]));
    }

    private static void RefuseDamage(JournalFiles files, JournalReader reader, IReadOnlyList<long> firsts, long offset)
    {
        long? whole = reader.FindBeyond(offset)
            ?? firsts.Where(first => first > offset).Select(first => (long?)first).FirstOrDefault(first => reader.Read(first!.Value) is not null);
        if (whole is not null)
        {
            long file = files.At(offset)!.Value.First;
            throw new InvalidDataException(
                $"The journal is damaged at byte {Text(offset - file)} of its file {Text(file)}: what was written after that, from offset {Text(whole.Value)} on, is whole.");
        }
    }

    private static void Cut(JournalFiles files, IReadOnlyList<long> firsts, long offset)
    {
        (long file, IJournalFile opened) = files.At(offset)!.Value;
        opened.Truncate(offset - file);
        opened.Flush();

        // Files beyond hold nothing whole; an empty one of the same beginning would be met when the next is begun.
        foreach (long first in firsts.Where(first => first > offset))
        {
            files.Delete(first);
        }
    }

    private static long EndOf(JournalFiles files, long first) => first + files.At(first)!.Value.File.Length;

    private static string Text(long offset) => offset.ToString("D20", CultureInfo.InvariantCulture);
}
