using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>The deals of a workspace as they were known at an instant: won, lost and open, and those that cannot be used.</summary>
public sealed class DealSet
{
    /// <summary>The most months that can be looked back over.</summary>
    public const int MostMonths = 240;

    private const string Sql = """
        SELECT account_ref, created_at, closed_at, coalesce(is_closed, false), coalesce(is_won, false), amount, id, type, product FROM opportunities
        """;

    private readonly List<Deal> _closed = [];
    private readonly List<Deal> _open = [];
    private readonly Dictionary<string, long> _unusable = new(StringComparer.Ordinal);

    private readonly long _now;

    private DealSet(long from, long at, long now)
    {
        From = from;
        At = at;
        _now = now;
    }

    /// <summary>The beginning of the window, in UTC microseconds: a deal that was closed at it or earlier is not among <see cref="Closed"/>.</summary>
    public long From { get; }

    /// <summary>The instant that speaks, in UTC microseconds.</summary>
    public long At { get; }

    /// <summary>The deals won and lost in the window, in the order in which they were closed.</summary>
    public IReadOnlyList<Deal> Closed => _closed;

    /// <summary>The deals that were open at the instant.</summary>
    public IReadOnlyList<Deal> Open => _open;

    /// <summary>How many deals were closed before the window.</summary>
    public long Earlier { get; private set; }

    /// <summary>Those that cannot be used.</summary>
    public IReadOnlyList<UnusableDeals> Unusable => [.. _unusable.OrderByDescending(pair => pair.Value).Select(pair => new UnusableDeals(pair.Key, pair.Value))];

    /// <summary>Reads the deals.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="months">How many calendar months before the instant a deal may have been closed: 1 to <see cref="MostMonths"/>.</param>
    /// <param name="at">The instant; what was closed later is open.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: the months are out of bounds.</exception>
    public static DealSet Of(Workspace workspace, int months, AsOf at, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(at);
        if (months is < 1 or > MostMonths)
        {
            throw new UserErrorException("argument", $"The months to look back must be between 1 and {MostMonths}.", fix: "Write for example --months 24.");
        }

        var set = new DealSet(Calendar.Shift(at, new Duration(months, TimeUnit.Month), -1), at.Instant, Math.Max(at.Instant, workspace.Now.Instant));
        using (DuckDbResult result = workspace.Connection.Query(Sql, cancellation: cancellation))
        {
            while (result.ReadChunk())
            {
                for (int row = 0; row < result.RowCount; row++)
                {
                    set.Add(result.Row(row));
                }
            }
        }

        set._closed.Sort((left, right) => left.ClosedAt!.Value.CompareTo(right.ClosedAt!.Value) is var order and not 0 ? order : string.CompareOrdinal(left.Id, right.Id));
        return set;
    }

    private void Add(DuckDbRow row)
    {
        long? account = row.GetNullableInt64(0), created = row.GetNullableInt64(1), closed = row.GetNullableInt64(2);
        bool isClosed = row.GetBoolean(3);
        if (ProblemOf(account, created, closed, isClosed) is { } problem)
        {
            _unusable[problem] = _unusable.GetValueOrDefault(problem) + 1;
            return;
        }

        if (created > At)
        {
            return;
        }

        bool wasClosed = isClosed && closed <= At;
        double? amount = row.IsNull(5) ? null : row.GetInt64(5) / (double)FixedDecimal.UnitsPerOne;
        var deal = new Deal(
            row.GetText(6) ?? "", account!.Value, created!.Value, wasClosed ? closed : null, wasClosed && row.GetBoolean(4), amount, row.GetText(7), row.GetText(8));
        if (!wasClosed)
        {
            _open.Add(deal);
        }
        else if (closed <= From)
        {
            Earlier++;
        }
        else
        {
            _closed.Add(deal);
        }
    }

    private string? ProblemOf(long? account, long? created, long? closed, bool isClosed) => (account, created, closed) switch
    {
        (null, _, _) => "belong to no account that is known",
        (_, null, _) => "do not say when they were created",
        (_, _, null) when isClosed => "do not say when they were closed",
        _ when created > _now => "are dated in the future",
        _ when isClosed && closed > _now => "are closed at a date in the future",
        _ when isClosed && closed < created => "were closed before they were created",
        _ => null,
    };
}
