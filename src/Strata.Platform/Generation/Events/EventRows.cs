using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;

namespace Strata.Platform.Generation.Events;

/// <summary>Writes the part that every event row has, numbers the events, and stops when the account has had its share.</summary>
internal sealed class EventRows(Universe universe)
{
    private readonly ulong _idKey = CounterRandom.Mix(universe.Seed ^ (ulong)RandomStream.EventId);
    private readonly CsvBuffer _account = new();
    private long _next;

    public CsvBuffer Row { get; } = new();

    /// <summary>Anonymous visitors of the accounts written, as entries of the truth file.</summary>
    public CsvBuffer Unknown { get; } = new();

    public EventPeople People { get; } = new(universe);

    /// <summary>How many more events the current account may have.</summary>
    public long Left { get; private set; }

    public void Clear()
    {
        Row.Clear();
        Unknown.Clear();
    }

    /// <summary>Starts with the events of an account, numbered from the first among all events.</summary>
    public void Start(AccountScope scope, long firstEvent, long count, long device)
    {
        _next = firstEvent;
        Left = count;
        _account.Clear();
        RecordIdText.Account(_account, scope.Account.Index);
        People.Load(scope, device);
    }

    /// <summary>An event that a system recorded: the account is known, the person where there is one (-1: none).</summary>
    public CsvBuffer Known(ReadOnlySpan<byte> type, long instant, int person, ReadOnlySpan<byte> source)
    {
        Begin(type, instant);
        Row.At(EventColumn.Account).Raw(_account.Written.Span);
        if (person >= 0)
        {
            Row.At(EventColumn.Contact).Raw(People.Address(person));
        }

        return Row.At(EventColumn.Source).Raw(source);
    }

    /// <summary>
    /// Something on the website. A visitor not yet known leaves only a cookie, unless the account is known all the same, by its
    /// network; a known one leaves address and cookie.
    /// </summary>
    public CsvBuffer OnWebsite(ReadOnlySpan<byte> type, long instant, int person, bool accountIsKnown)
    {
        Begin(type, instant);
        var unknown = People.IsUnknown(person, instant);
        if (unknown && !accountIsKnown)
        {
            People.MarkSeenUnknown(person);
        }
        else
        {
            Row.At(EventColumn.Account).Raw(_account.Written.Span);
        }

        if (person >= 0 && !unknown)
        {
            Row.At(EventColumn.Contact).Raw(People.Address(person));
        }

        Row.At(EventColumn.Anonymous).Raw("anon-"u8).Hex(People.Cookie(person), 12);
        return Row.At(EventColumn.Source).Raw("website"u8);
    }

    public void End()
    {
        Row.EndRow(EventColumn.Count);
        _next++;
        Left--;
    }

    private void Begin(ReadOnlySpan<byte> type, long instant)
    {
        Row.Hex(CounterRandom.Mix((ulong)_next ^ _idKey));
        Row.At(EventColumn.Type).Raw(type);
        universe.Instants.Instant(Row.At(EventColumn.Timestamp), instant);
    }
}
