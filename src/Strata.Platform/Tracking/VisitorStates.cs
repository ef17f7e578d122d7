using System.Runtime.InteropServices;
using System.Text;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Language.Catalog;

namespace Strata.Platform.Tracking;

/// <summary>What is kept of a visitor, by numbers and places: there is no reference in it.</summary>
internal struct VisitorState
{
    /// <summary>What stands for the visitor.</summary>
    public UInt128 Key;

    /// <summary>When they last did something, in UTC microseconds.</summary>
    public long LastSeen;

    /// <summary>When the server last heard of them, in UTC microseconds.</summary>
    public long LastHeard;

    /// <summary>When they came to their page, in UTC microseconds.</summary>
    public long Instant;

    /// <summary>The account that the event of their page belongs to; -1 for none.</summary>
    public long Account;

    /// <summary>The contact who did it; -1 for none.</summary>
    public long Contact;

    /// <summary>When it was known last to whom the event belongs.</summary>
    public long OwnerKnownAt;

    /// <summary>With what the event waits to be stored.</summary>
    public long Buffer;

    /// <summary>How long they stayed, in units of 1/10,000 s, where <see cref="HasTime"/>.</summary>
    public long Time;

    /// <summary>Where the event waits to be stored.</summary>
    public int Row;

    /// <summary>The event's type, by its place among those that are held.</summary>
    public int Type;

    /// <summary>Where the event's id and values stand; 0 where there is no page.</summary>
    public int Held;

    /// <summary>How many bytes they have.</summary>
    public int HeldBytes;

    /// <summary>Where the visitor's id stands.</summary>
    public int Visitor;

    /// <summary>How many bytes it has.</summary>
    public int VisitorBytes;

    /// <summary>True while they are on the page.</summary>
    public bool IsOnPage;

    /// <summary>True where somebody who is not known yet may turn out to be the one the event belongs to.</summary>
    public bool AwaitsOwner;

    /// <summary>True where the time is said by those who measure it.</summary>
    public bool IsMeasured;

    /// <summary>True where the event said how long they stayed when it came.</summary>
    public bool CameWithTime;

    /// <summary>True where the event says by now how long they stayed, and it is <see cref="Time"/>.</summary>
    public bool HasTime;
}

/// <summary>
/// What is kept of visitors, in a few large arrays without references: a collection that had to look through an object for each of
/// hundreds of thousands of them, and to move those that came, made everybody wait. Used by one thread at a time.
/// </summary>
internal sealed class VisitorStates
{
    private const int ChunkBits = 16;

    /// <summary>So many visitors stand in one array: enough of them for huge pages (<see cref="LargeArray"/>).</summary>
    internal const int Chunk = 1 << ChunkBits;

    private readonly List<VisitorState[]> _chunks = [];
    private readonly Stack<int> _free = new();
    private readonly ByteSlabs _bytes = new();
    private readonly ValuePacker _packer = new();
    private readonly List<(RowType? Type, int Users)> _types = [];
    private readonly Dictionary<int, Dictionary<int, DataValue>> _others = [];
    private readonly Dictionary<int, List<OpenForm>> _forms = [];
    private int _end;

    /// <summary>What is kept in a place, to be changed there.</summary>
    public ref VisitorState Of(int place) => ref _chunks[place >> ChunkBits][place & (Chunk - 1)];

    /// <summary>Keeps a further visitor; gives the place.</summary>
    public int Add(UInt128 key, string anonymousId, long heard)
    {
        if (!_free.TryPop(out int place))
        {
            place = _end++;
            if (place >> ChunkBits == _chunks.Count)
            {
                _chunks.Add(LargeArray.Of<VisitorState>(Chunk));
            }
        }

        int length = Encoding.UTF8.GetByteCount(anonymousId), visitor = _bytes.Take(length);
        Encoding.UTF8.GetBytes(anonymousId, _bytes.At(visitor, length));
        Of(place) = new VisitorState { Key = key, LastHeard = heard, Visitor = visitor, VisitorBytes = length };
        return place;
    }

    /// <summary>Forgets a visitor; the place is another's from here on.</summary>
    public void Remove(int place)
    {
        ref VisitorState state = ref Of(place);
        Forget(place, ref state);
        _bytes.Give(state.Visitor, state.VisitorBytes);
        _forms.Remove(place);
        state = default;
        _free.Push(place);
    }

    /// <summary>The visitor's id.</summary>
    public string VisitorOf(int place)
    {
        ref VisitorState state = ref Of(place);
        return Encoding.UTF8.GetString(_bytes.At(state.Visitor, state.VisitorBytes));
    }

    /// <summary>The type of the event of a visitor's page.</summary>
    public RowType TypeOf(int place) => _types[Of(place).Type].Type!;

    /// <summary>The id and the values of the event of a visitor's page.</summary>
    public PackedValues Held(int place)
    {
        ref VisitorState state = ref Of(place);
        return new PackedValues(_bytes.At(state.Held, state.HeldBytes), _others.GetValueOrDefault(place));
    }

    /// <summary>Holds the id and so many values of an event instead of those it held.</summary>
    public void Hold(int place, EventRow row, int length)
    {
        ref VisitorState state = ref Of(place);
        ReadOnlySpan<byte> packed = _packer.Pack(row, length);
        if (state.Held == 0 || ByteSlabs.RoomFor(state.HeldBytes) != ByteSlabs.RoomFor(packed.Length))
        {
            _bytes.Give(state.Held, state.HeldBytes);
            state.Held = _bytes.Take(packed.Length);
        }

        if (_packer.Others is { } others)
        {
            _others[place] = others;
        }
        else if (_others.Count > 0)
        {
            _others.Remove(place);
        }

        packed.CopyTo(_bytes.At(state.Held, packed.Length));
        if (state.HeldBytes == 0 || !ReferenceEquals(_types[state.Type].Type, row.Type))
        {
            LetGoType(ref state);
            state.Type = TakeType(row.Type);
        }

        state.HeldBytes = packed.Length;
    }

    /// <summary>The forms that a visitor has begun to fill in, in the order in which they did; null for none.</summary>
    public List<OpenForm>? FormsOf(int place) => _forms.Count == 0 ? null : _forms.GetValueOrDefault(place);

    /// <summary>Adds a form that they have begun.</summary>
    public void AddForm(int place, OpenForm form)
    {
        ref List<OpenForm>? forms = ref CollectionsMarshal.GetValueRefOrAddDefault(_forms, place, out _);
        (forms ??= []).Add(form);
    }

    /// <summary>Takes forms out that they are filling in no more.</summary>
    public void RemoveForms(int place, Predicate<OpenForm> which)
    {
        if (FormsOf(place) is { } forms && forms.RemoveAll(which) > 0 && forms.Count == 0)
        {
            _forms.Remove(place);
        }
    }

    /// <summary>Fetches what is kept in a place into the processor's cache.</summary>
    public void Prefetch(int place)
    {
        ref VisitorState state = ref Of(place);
        CacheLine.Prefetch(ref state);
        CacheLine.Prefetch(ref state.Buffer);
    }

    /// <summary>Fetches what is held of a page into the processor's cache, once what is kept of the visitor is there.</summary>
    public void PrefetchHeld(int place) => _bytes.Prefetch(Of(place).Held);

    private void Forget(int place, ref VisitorState state)
    {
        _bytes.Give(state.Held, state.HeldBytes);
        LetGoType(ref state);
        if (_others.Count > 0)
        {
            _others.Remove(place);
        }
    }

    private int TakeType(RowType type)
    {
        int place = PlaceOf(type);
        place = place >= 0 ? place : PlaceOf(null);
        if (place < 0)
        {
            place = _types.Count;
            _types.Add(default);
        }

        _types[place] = (type, _types[place].Users + 1);
        return place;
    }

    private int PlaceOf(RowType? type)
    {
        int place = _types.Count - 1;
        while (place >= 0 && !ReferenceEquals(_types[place].Type, type))
        {
            place--;
        }

        return place;
    }

    private void LetGoType(ref VisitorState state)
    {
        if (state.HeldBytes > 0)
        {
            (RowType? type, int users) = _types[state.Type];
            _types[state.Type] = users > 1 ? (type, users - 1) : default;
        }
    }
}
