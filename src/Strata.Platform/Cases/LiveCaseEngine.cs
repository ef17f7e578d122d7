using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Platform.Live;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Cases;

/// <summary>
/// Runs cases on live memberships: the segments are defined while there is no data yet, rows arrive one at a time, once in the order of
/// the file and once shuffled, and the clock goes through every expiry to the instant asked about.
/// </summary>
public sealed class LiveCaseEngine : ICaseEngine
{
    /// <summary>Its name.</summary>
    public const string EngineName = "live";

    private static readonly Dictionary<string, string> EngineOptions = new(StringComparer.Ordinal) { ["threads"] = "1" };

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <inheritdoc/>
    public ICaseSession Open(DataCatalog catalog) => new Session(catalog);

    /// <summary>
    /// As the clock does not go back, each instant that is asked about has memberships of its own, over the same rows; what is asked of
    /// steps as they happen has one.
    /// </summary>
    private sealed class Session(DataCatalog catalog) : ICaseSession
    {
        private readonly World _inOrder = new(catalog, shuffle: null), _shuffled = new(catalog, new Random(1));

        public void Prepare(IReadOnlyList<CaseQuestion> questions, long start)
        {
            _inOrder.Prepare(questions, start);
            _shuffled.Prepare(questions, start);
        }

        public void Observe(IReadOnlyList<CaseRow> rows, long at, long observedAt)
        {
            _inOrder.Observe(rows, at, observedAt);
            _shuffled.Observe(rows, at, observedAt);
        }

        public IReadOnlyList<string> Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
        {
            IReadOnlyList<string> members = _inOrder.Members(plan, asOf), shuffled = _shuffled.Members(plan, asOf);
            return members.SequenceEqual(shuffled, StringComparer.Ordinal)
                ? members
                : throw new InvalidOperationException(
                    $"In order the members are {string.Join(", ", members)}; when rows arrive shuffled they are {string.Join(", ", shuffled)}.");
        }

        public void Dispose()
        {
            _inOrder.Dispose();
            _shuffled.Dispose();
        }
    }

    /// <summary>A warehouse with memberships kept over it.</summary>
    private sealed class World(DataCatalog catalog, Random? shuffle) : IDisposable
    {
        private const long OfSteps = long.MaxValue;

        private readonly Dictionary<(long Instant, string Zone), (LiveMemberships Live, Dictionary<SegmentPlan, string> Names)> _kept = [];
        private readonly WarehouseStore _store = WarehouseStore.OpenInMemory(catalog, EngineOptions);
        private DuckDbConnection? _connection;
        private RowLoader? _loader;

        public void Prepare(IReadOnlyList<CaseQuestion> questions, long start)
        {
            _connection = _store.Connect();
            _loader = new RowLoader(_connection, catalog);
            foreach (var asked in questions.GroupBy(question => KeyOf(question.AsOf, question.AsItHappens)))
            {
                AsOf first = asked.First().AsOf;
                var live = new LiveMemberships(_connection, catalog, first.Zone, Math.Min(first.Instant, start), (_, _) => null);
                var names = asked.Select(question => question.Plan).Distinct()
                    .Select((plan, number) => (plan, number)).ToDictionary(pair => pair.plan, pair => $"case {pair.number}");
                live.Define([.. names.Select(pair => new LiveDefinition(pair.Value, 1, pair.Key))], catalog);
                _kept[asked.Key] = (live, names);
            }
        }

        public void Observe(IReadOnlyList<CaseRow> rows, long at, long observedAt)
        {
            foreach (((long instant, _), (LiveMemberships live, _)) in _kept)
            {
                live.Advance(Math.Min(at, instant));
            }

            CaseRow[] arriving = [.. rows];
            shuffle?.Shuffle(arriving);
            foreach (CaseRow row in arriving)
            {
                Arrive(row, observedAt);
            }
        }

        public IReadOnlyList<string> Members(SegmentPlan plan, AsOf asOf)
        {
            (LiveMemberships live, Dictionary<SegmentPlan, string> names) = _kept.GetValueOrDefault(KeyOf(asOf, asItHappens: false)) is { Live: not null } own && own.Names.ContainsKey(plan)
                ? own
                : _kept[KeyOf(asOf, asItHappens: true)];
            live.Advance(asOf.Instant);
            string table = SqlIdentifier.Quote(TableNames.Table(catalog.Of(plan.Of)));
            return [.. _connection!.Query(
                $"SELECT id FROM {table} WHERE ref IN (SELECT unnest($1::BIGINT[])) ORDER BY id",
                [DuckDbValue.List([.. live.Members(names[plan])!.Positions()])],
                row => row.GetRequiredText(0))];
        }

        public void Dispose()
        {
            _connection?.Dispose();
            _store.Dispose();
        }

        private static (long Instant, string Zone) KeyOf(AsOf asOf, bool asItHappens) => (asItHappens ? OfSteps : asOf.Instant, asOf.Zone.Id);

        private void Arrive(CaseRow row, long observedAt)
        {
            LoadResult result = _loader!.Upsert(row.Type, [row.Values], observedAt);
            foreach (LiveMemberships live in _kept.Values.Select(kept => kept.Live))
            {
                if (row.Type.Kind != RowKind.Event)
                {
                    live.Changed(new EntityChanges(
                        _loader.Touched.Accounts, _loader.Touched.Contacts, result.Attached > 0, new MembershipCause(MembershipCauseKind.Field)));
                }
                else if (result.Inserted > 0)
                {
                    live.ApplyStored(row.Type, (string)row.Values["id"]!);
                }
            }
        }
    }
}
