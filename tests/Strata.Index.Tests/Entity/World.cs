using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Language.Values;
using Duration = Strata.Language.Ast.Duration;

namespace Strata.Index.Tests.Entity;

/// <summary>A few rows in memory around account 0 and its contacts.</summary>
internal sealed class World : IEntityData, IRankOracle
{
    public static readonly FieldDefinition Employees = new("employees", FieldType.Number);
    public static readonly FieldDefinition Industry = new("industry", FieldType.Category);
    public static readonly FieldDefinition RenewalDate = new("renewal_date", FieldType.Date);
    public static readonly FieldDefinition Seniority = new("seniority", FieldType.Category);
    public static readonly FieldDefinition Page = new("page", FieldType.Category);
    public static readonly FieldDefinition Seconds = new("seconds", FieldType.Number);
    public static readonly FieldDefinition IsWon = new("is_won", FieldType.Boolean);
    public static readonly FieldDefinition Stage = new("stage", FieldType.Category);
    public static readonly RowType AccountType = new(RowKind.Account, "account", [Employees, Industry, RenewalDate]);
    public static readonly RowType ContactType = new(RowKind.Contact, "contact", [Seniority]);
    public static readonly RowType PageView = new(RowKind.Event, "page_view", [Page, Seconds]);
    public static readonly RowType Form = new(RowKind.Event, "form", []);
    public static readonly RowType Opportunities = new(
        RowKind.Collection,
        "opportunities",
        [Stage, IsWon, new FieldDefinition("is_closed", FieldType.Boolean), new FieldDefinition("created_at", FieldType.Date), new FieldDefinition("closed_at", FieldType.Date)],
        startField: "created_at");

    private readonly Dictionary<string, History<DataValue>> _account = [];
    private readonly List<StateRow> _contacts = [];
    private readonly List<StateRow> _opportunities = [];
    private readonly List<EventRow> _events = [];

    public bool InTop { get; set; }

    public EntityEvaluator Evaluator => new(this, this);

    public StateRow Entity => new(AccountType, 0, "a0", _account);

    public static long At(string text) => Microseconds.FromInstant(InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow());

    public static AsOf Utc(string text) => new(At(text), DateTimeZone.Utc);

    public static DataValue Text(string text) => DataValue.OfText(text, TextFolding.Fold(text));

    public static DataValue Number(decimal value) => DataValue.OfUnits((Int128)(value * 10_000));

    public static InstantRange Last(int count, TimeUnit unit) =>
        new(new AsOfBound(new Duration(count, unit), -1, 1), new AsOfBound(null, 0));

    public static BoundSource Of(RowType row) => new(row, SourceRelation.OfAccount);

    public static BoundExpr Any(RowType row, BoundExpr? where = null, InstantRange? window = null, params BoundStep[] steps) =>
        new BoundQuantified(false, Of(row), where, [.. steps], window ?? (row.Kind == RowKind.Event ? InstantRange.Ever : null));

    public static BoundExpr Count(RowType row, CompareOp op, decimal bound, InstantRange? window, BoundExpr? where = null) =>
        new BoundNumberCompare(
            new BoundAggregate(AggregateFunction.Count, Of(row), null, where, window, ValueKind.Count), op, new BoundNumber(bound));

    public static BoundExpr Sum(RowType row, FieldDefinition of, CompareOp op, decimal bound, InstantRange? window) =>
        new BoundNumberCompare(
            new BoundAggregate(
                AggregateFunction.Sum, Of(row), new BoundField(row, of, FieldOwner.Self), null, window, ValueKind.Exact),
            op,
            new BoundNumber(bound));

    public static BoundExpr PageIs(string page) => new BoundTextIn(new BoundField(PageView, Page, FieldOwner.Self), [page]);

    public World Know(FieldDefinition field, DataValue value)
    {
        _account[field.Name] = new History<DataValue>(value);
        return this;
    }

    public World Know(FieldDefinition field, params (string At, DataValue Value)[] observations)
    {
        _account[field.Name] = new History<DataValue>(observations.Select(seen => new Observation<DataValue>(At(seen.At), seen.Value)));
        return this;
    }

    public World View(string at, string page = "home", decimal seconds = 1, long? contact = null) =>
        Event(PageView, at, contact, new() { ["page"] = Text(page), ["seconds"] = Number(seconds) });

    public World Event(RowType type, string at, long? contact = null, Dictionary<string, DataValue>? properties = null)
    {
        string id = "e" + _events.Count.ToString(CultureInfo.InvariantCulture);
        var values = new DataValue[type.Fields.Count];
        foreach ((string name, DataValue value) in properties ?? [])
        {
            values[type.IndexOf(name)] = value;
        }

        _events.Add(new EventRow(type, id, At(at), contact, values));
        return this;
    }

    public World Person(string seniority, History<long?>? account = null)
    {
        int number = _contacts.Count;
        var fields = new Dictionary<string, History<DataValue>> { ["seniority"] = new(Text(seniority)) };
        string id = "c" + number.ToString(CultureInfo.InvariantCulture);
        _contacts.Add(new StateRow(ContactType, number, id, fields, account ?? new History<long?>(0L)));
        return this;
    }

    public World Opportunity(Dictionary<string, History<DataValue>> fields)
    {
        int number = _opportunities.Count;
        string id = "o" + number.ToString(CultureInfo.InvariantCulture);
        _opportunities.Add(new StateRow(Opportunities, number, id, fields, new History<long?>(0L)));
        return this;
    }

    public Truth Evaluate(BoundExpr expression, AsOf asOf) => Evaluator.Evaluate(expression, Entity, asOf);

    public StateRow? Account(long reference) => reference == 0 ? Entity : new StateRow(AccountType, reference, "other", new Dictionary<string, History<DataValue>>());

    public StateRow? Contact(long reference) => _contacts[(int)reference];

    public IReadOnlyList<StateRow> RowsOfAccount(long account, RowType collection) =>
        collection.Kind == RowKind.Contact ? _contacts : _opportunities;

    public IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type) =>
        [.. _events.Where(row => ReferenceEquals(row.Type, type)).OrderBy(row => row.Instant)];

    public IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type) =>
        [.. EventsOfAccount(0, type).Where(row => row.Contact == contact)];

    public bool IsInTop(BoundTop top, StateRow entity, AsOf asOf) => InTop;
}
