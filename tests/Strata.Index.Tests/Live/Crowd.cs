using System.Globalization;
using Strata.Index.Bitmaps;
using Strata.Index.Entity.Data;
using Strata.Index.Live;
using Strata.Index.Tests.Entity;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Tests.Live;

/// <summary>Accounts that viewed two pages each in the last days, for ten seconds each, no two at the same instant; counts how often is read.</summary>
/// <param name="accounts">How many.</param>
/// <param name="now">The present.</param>
internal sealed class Crowd(int accounts, long now) : ILiveData
{
    /// <summary>How often something of one account was read by itself.</summary>
    public int ReadAlone { get; private set; }

    /// <summary>How often rows of many were read.</summary>
    public int ReadTogether { get; set; }

    public Viewers Rows { get; } = new(accounts, now);

    public DataCatalog Catalog { get; } = new(World.AccountType, World.ContactType, [World.Opportunities], [World.PageView, World.Form], []);

    public Bitmap Everybody(EntityKind of)
    {
        var everybody = new Bitmap(of == EntityKind.Account ? accounts : 0);
        for (int account = 0; account < everybody.Length; account++)
        {
            everybody.Add(account);
        }

        return everybody;
    }

    public Bitmap? Evaluate(BoundExpr expression, EntityKind of, AsOf asOf) => null;

    public void ForEach(EntityKind of, Bitmap? references, FieldsRead fields, Action<int, IEntityData> visit)
    {
        ReadTogether++;
        foreach (long reference in (references ?? Everybody(of)).Positions())
        {
            visit((int)reference, Rows);
        }
    }

    public void ForEachEvent(RowType type, IReadOnlySet<string> fields, Action<EventRow, long?> visit) => throw new NotSupportedException();

    public IEnumerable<(EventRow Event, long? Account)> EventsAfter(long instant) => [];

    public IEnumerable<(EventRow Event, long? Account)> EventsNotStored() => [];

    public IEnumerable<long> AccountsOfRowsAfter(RowType collection, long instant) => [];

    public IEnumerable<long> AccountsOfEventsOf(long contact) => [];

    public StateRow? Account(long reference)
    {
        ReadAlone++;
        return Rows.Account(reference);
    }

    public StateRow? Contact(long reference) => Rows.Contact(reference);

    public IReadOnlyList<StateRow> RowsOfAccount(long account, RowType collection) => Rows.RowsOfAccount(account, collection);

    public IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type) => Rows.EventsOfAccount(account, type);

    public IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type) => Rows.EventsOfContact(contact, type);

    /// <summary>The rows, as they are read of many.</summary>
    internal sealed class Viewers(int accounts, long now) : IEntityData
    {
        private readonly Dictionary<long, EventRow> _more = [];

        /// <summary>An account views a page for a hundred seconds.</summary>
        public void More(long account, long instant) => _more[account] = View("more", instant, 100);

        public StateRow? Account(long reference) => new(World.AccountType, reference, Id(reference), new Dictionary<string, History<DataValue>>());

        public StateRow? Contact(long reference) => null;

        public IReadOnlyList<StateRow> RowsOfAccount(long account, RowType collection) => [];

        public IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type)
        {
            // The first views run out after one to three days, the second ones after three to five.
            long apart = 2 * Microseconds.PerDay / accounts, first = now - (6 * Microseconds.PerDay) + (account * apart);
            EventRow[] views = [View(Id(account) + "a", first, 10), View(Id(account) + "b", first + (2 * Microseconds.PerDay), 10)];
            return _more.TryGetValue(account, out EventRow? more) ? [.. views, more] : views;
        }

        public IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type) => [];

        private static string Id(long account) => account.ToString(CultureInfo.InvariantCulture);

        private static EventRow View(string id, long instant, decimal seconds) =>
            new(World.PageView, id, instant, null, [World.Text("home"), World.Number(seconds)]);
    }
}
