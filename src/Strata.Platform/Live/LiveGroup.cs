using NodaTime;
using Strata.Index.Bitmaps;
using Strata.Index.Entity.Data;
using Strata.Index.Live;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Platform.Live;

/// <summary>Segments that were defined together, in a circuit of their own.</summary>
internal sealed class LiveGroup
{
    private readonly Source _source;

    /// <summary>Creates a group without segments.</summary>
    /// <param name="rows">The rows it reads.</param>
    /// <param name="zone">The workspace's zone.</param>
    /// <param name="now">The instant it begins at.</param>
    /// <param name="changed">Told of each change.</param>
    /// <param name="filling">How conditions are evaluated that come into being.</param>
    public LiveGroup(ILiveData rows, DateTimeZone zone, long now, Action<LiveGroup, LiveChange> changed, FillingOptions filling)
    {
        _source = new Source(rows);
        Circuit = new LiveCircuit(_source, zone, now, change => changed(this, change), filling);
    }

    public LiveCircuit Circuit { get; }

    /// <summary>The segments by their number in the circuit.</summary>
    public IReadOnlyList<LiveDefinition> Definitions { get; private set; } = [];

    /// <summary>Sets the segments; what is new is evaluated for everybody.</summary>
    public void Define(IReadOnlyList<LiveDefinition> definitions, CancellationToken cancellation = default)
    {
        Definitions = definitions;
        Circuit.Define([.. definitions.Select(definition => definition.Plan)], cancellation);
    }

    /// <summary>The members of a segment, as a set of its own.</summary>
    public Bitmap Members(int number) => Circuit.Members(number).ToBitmap(Circuit.LengthOf(Definitions[number].Plan.Of));

    /// <summary>Reads other rows from here on.</summary>
    public void Read(ILiveData rows) => _source.Rows = rows;

    /// <summary>Rows that can be exchanged for others.</summary>
    private sealed class Source(ILiveData rows) : ILiveData
    {
        public ILiveData Rows { get; set; } = rows;

        public DataCatalog Catalog => Rows.Catalog;

        public Bitmap Everybody(EntityKind of) => Rows.Everybody(of);

        public Bitmap? Evaluate(BoundExpr expression, EntityKind of, AsOf asOf) => Rows.Evaluate(expression, of, asOf);

        public void ForEach(EntityKind of, Bitmap? references, FieldsRead fields, Action<int, IEntityData> visit) => Rows.ForEach(of, references, fields, visit);

        public void ForEachEvent(RowType type, IReadOnlySet<string> fields, Action<EventRow, long?> visit) => Rows.ForEachEvent(type, fields, visit);

        public IEnumerable<(EventRow Event, long? Account)> EventsAfter(long instant) => Rows.EventsAfter(instant);

        public IEnumerable<(EventRow Event, long? Account)> EventsNotStored() => Rows.EventsNotStored();

        public IEnumerable<long> AccountsOfRowsAfter(RowType collection, long instant) => Rows.AccountsOfRowsAfter(collection, instant);

        public IEnumerable<long> AccountsOfEventsOf(long contact) => Rows.AccountsOfEventsOf(contact);

        public StateRow? Account(long reference) => Rows.Account(reference);

        public StateRow? Contact(long reference) => Rows.Contact(reference);

        public IReadOnlyList<StateRow> RowsOfAccount(long account, RowType collection) => Rows.RowsOfAccount(account, collection);

        public IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type) => Rows.EventsOfAccount(account, type);

        public IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type) => Rows.EventsOfContact(contact, type);
    }
}
