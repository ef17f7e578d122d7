using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Randomness;

namespace Strata.Platform.Generation.Events;

/// <summary>A piece of the event file: the blocks of a slice's events that begin in [From, To).</summary>
internal readonly record struct EventPiece(int Slice, long From, long To);

/// <summary>Renders pieces of the event file. One for each worker.</summary>
internal sealed class EventFile(Universe universe, SlicePlan plan)
{
    /// <summary>
    /// Events of an account are made in blocks of this many, each from its own random stream, so that an account with millions
    /// of them needs no more memory than any other. Part of what a seed means: changing it changes the files.
    /// </summary>
    private const int BlockEvents = 32_768;
    private const int PieceEvents = 65_536;

    private readonly AccountScope _scope = new(universe);
    private readonly BackgroundActivity _background = new(universe);

    public EventRows Rows { get; } = new(universe);

    /// <summary>The pieces of all events, in order.</summary>
    public static IEnumerable<EventPiece> Pieces(SlicePlan plan)
    {
        for (var slice = 0; slice < plan.Slices; slice++)
        {
            var end = plan.FirstEventOf(slice + 1);
            for (var from = plan.FirstEventOf(slice); from < end; from += PieceEvents)
            {
                yield return new EventPiece(slice, from, Math.Min(end, from + PieceEvents));
            }
        }
    }

    public void Render(EventPiece piece)
    {
        Rows.Clear();
        var events = plan.CountEvents(piece.Slice);
        foreach (var account in plan.Read(piece.Slice, _scope))
        {
            var planned = account.Planned();
            events.MoveTo(account, planned.Length);
            if (events.First >= piece.To)
            {
                return;
            }

            for (var done = 0L; done < events.Count; done += BlockEvents)
            {
                var first = events.First + done;
                if (first >= piece.From && first < piece.To)
                {
                    RenderBlock(first, Math.Min(BlockEvents, events.Count - done), done / BlockEvents, planned);
                }
            }
        }
    }

    private void RenderBlock(long first, long count, long block, ReadOnlySpan<PlannedEvent> planned)
    {
        Rows.Start(_scope, first, count, block);
        if (block == 0)
        {
            PlannedActivity.Write(_scope, planned, Rows);
        }

        var random = new CounterRandom(universe.Seed ^ ((ulong)block << 40), RandomStream.Session, _scope.Account.Index);
        while (Rows.Left > 0)
        {
            _background.WriteOne(_scope, Rows, ref random);
        }

        Rows.People.WriteUnknown(Rows.Unknown);
    }
}
