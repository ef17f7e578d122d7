namespace Strata.Platform.Live;

/// <summary>
/// Changes of memberships that follow one another without a gap, as the records that the journal has of them: of hundreds of thousands
/// that wait to be stored, or are at hand for those who follow, none is an object. Used by one thread at a time.
/// </summary>
internal sealed class LoggedChanges
{
    private readonly List<Stretch> _stretches = [];

    /// <summary>How many there are.</summary>
    public int Count => _stretches.Count == 0 ? 0 : checked((int)(_stretches[^1].End - _stretches[0].First));

    /// <summary>The number of the first; of no meaning where there are none.</summary>
    public long First => _stretches.Count == 0 ? 0 : _stretches[0].First;

    /// <summary>Adds those of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="first">The number of the first that is meant: those before it are there already.</param>
    /// <param name="end">The number that follows the last.</param>
    public void Add(ReadOnlyMemory<byte> record, long first, long end) => _stretches.Add(new Stretch(record, first, end));

    /// <summary>Forgets records before a number; some of one that has it too stay.</summary>
    public void ForgetBefore(long number)
    {
        int keep = _stretches.FindIndex(stretch => stretch.End > number);
        _stretches.RemoveRange(0, keep < 0 ? _stretches.Count : keep);
    }

    /// <summary>What holds all of them as they are now, whatever is added or forgotten here later.</summary>
    public LoggedChanges Copy() => Copy(First, Count);

    /// <summary>What holds some of them as they are now, and perhaps a few before and after those in the same records.</summary>
    /// <param name="number">The number of the first, which is there.</param>
    /// <param name="most">How many at most.</param>
    public LoggedChanges Copy(long number, int most)
    {
        var copy = new LoggedChanges();
        for (int at = PlaceOf(number); at < _stretches.Count && _stretches[at].First - number < most; at++)
        {
            copy._stretches.Add(_stretches[at]);
        }

        return copy;
    }

    /// <summary>All of them, made now.</summary>
    public List<LoggedChange> ToList() => From(First, Count);

    /// <summary>Some of them, made now.</summary>
    /// <param name="number">The number of the first, which is there.</param>
    /// <param name="most">How many at most.</param>
    public List<LoggedChange> From(long number, int most)
    {
        var changes = new List<LoggedChange>(Math.Min(most, Count));
        for (int at = PlaceOf(number); at < _stretches.Count && changes.Count < most; at++)
        {
            Stretch stretch = _stretches[at];
            MembershipCodec.Reader reader = MembershipCodec.Read(stretch.Record.Span);
            while (changes.Count < most && reader.Next())
            {
                if (reader.Offset >= Math.Max(number, stretch.First))
                {
                    changes.Add(reader.Change());
                }
            }
        }

        return changes;
    }

    /// <summary>Has each looked at, in order.</summary>
    public void ForEach(Looked look)
    {
        foreach (Stretch stretch in _stretches)
        {
            MembershipCodec.Reader reader = MembershipCodec.Read(stretch.Record.Span);
            while (reader.Next())
            {
                if (reader.Offset >= stretch.First)
                {
                    look(reader);
                }
            }
        }
    }

    /// <summary>The record that has a number, by halving; after the last where none has.</summary>
    private int PlaceOf(long number)
    {
        int low = 0, high = _stretches.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _stretches[middle].End > number ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Looks at a change; what it says is good for the call.</summary>
    public delegate void Looked(in MembershipCodec.Reader change);

    private readonly record struct Stretch(ReadOnlyMemory<byte> Record, long First, long End);
}
