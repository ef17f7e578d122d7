using System.Runtime.CompilerServices;
using Strata.Index.Bitmaps;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Ingest;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Live;

/// <summary>
/// The membership log: every change with a number of its own, without gaps. A change is told once it is durable in the journal; some
/// time later it is in the table <c>strata_membership_log</c>, and read from there.
/// </summary>
public sealed class MembershipLog : IMembershipLog, IMembershipFeed
{
    /// <summary>So many changes that are stored already are kept at hand for those who follow closely.</summary>
    private const int KeptAtHand = 65_536;

    private const int ReadAtOnce = 4096;

    /// <summary>The columns of the table that <see cref="Read(DuckDbRow)"/> reads.</summary>
    internal const string Columns = "number, segment, version, of, ref, entity_id, entered, instant, cause, cause_id";

    private readonly WarehouseStore _warehouse;

    /// <summary>The thread of the journal takes it: nothing that takes long is done while it is held, such as making changes of records.</summary>
    private readonly Lock _lock = new();
    private readonly Queue<(long First, long End)> _recorded = new();
    private readonly LoggedChanges _recent = new();
    private LoggedChanges _filling = new();
    private LoggedChanges _writing = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _next;
    private long _end;

    /// <summary>Opens the log of a warehouse.</summary>
    public MembershipLog(WarehouseStore warehouse)
    {
        ArgumentNullException.ThrowIfNull(warehouse);
        _warehouse = warehouse;
        using DuckDbConnection connection = warehouse.Connect();
        _next = _end = connection.QueryScalar<long>("SELECT CAST(coalesce(max(number) + 1, 0) AS BIGINT) FROM strata_membership_log");
    }

    /// <inheritdoc/>
    public long End
    {
        get
        {
            lock (_lock)
            {
                return _end;
            }
        }
    }

    /// <inheritdoc/>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _filling.Count;
            }
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Record(IReadOnlyList<MembershipChange> changes)
    {
        lock (_lock)
        {
            long first = _next;
            _next += changes.Count;
            _recorded.Enqueue((first, _next));
            byte[] record = MembershipCodec.Write(first, changes);
            _filling.Add(record, first, _next);
            return record;
        }
    }

    /// <inheritdoc/>
    public void Durable(ReadOnlyMemory<byte> record)
    {
        lock (_lock)
        {
            (long first, long end) = _recorded.Dequeue();
            Tell(record, first, end);
        }
    }

    /// <inheritdoc/>
    public void Restore(ReadOnlyMemory<byte> record)
    {
        lock (_lock)
        {
            MembershipCodec.Reader reader = MembershipCodec.Read(record.Span);
            long first = long.MaxValue, end = _next;
            while (reader.Next())
            {
                first = reader.Offset >= _next ? Math.Min(first, reader.Offset) : first;
                end = Math.Max(end, reader.Offset + 1);
            }

            if (end == _next)
            {
                return;
            }

            _next = end;
            _filling.Add(record, first, end);
            Tell(record, first, end);
        }
    }

    /// <inheritdoc/>
    public void Rotate()
    {
        lock (_lock)
        {
            // What was written before the last time is read from the warehouse by whoever is so far behind. It may not have been told yet.
            long unstored = _filling.Count > 0 ? _filling.First : _next;
            long stored = _recent.Count == 0 ? 0 : Math.Min(unstored - _recent.First, _recent.Count);
            if (stored > 2 * KeptAtHand)
            {
                _recent.ForgetBefore(_recent.First + stored - KeptAtHand);
            }

            _writing = _filling;
            _filling = new LoggedChanges();
        }
    }

    /// <inheritdoc/>
    public void Write(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (_writing.Count == 0)
        {
            return;
        }

        using DuckDbAppender appender = connection.CreateAppender("strata_membership_log");
        _writing.ForEach((in MembershipCodec.Reader change) =>
        {
            appender.Append(change.Offset);
            appender.AppendUtf8(change.Segment);
            appender.Append(change.Version);
            appender.Append(NameOf(change.Of));
            appender.Append(change.Ref);
            appender.AppendUtf8(change.EntityId);
            appender.Append(change.Entered);
            appender.Append(change.At);
            appender.Append(NameOf(change.Cause));
            if (change.HasCauseId)
            {
                appender.AppendUtf8(change.CauseId);
            }
            else
            {
                appender.AppendNull();
            }

            appender.EndRow();
        });
        appender.Complete();
    }

    /// <summary>Who is in each segment by what was told so far.</summary>
    public IReadOnlyDictionary<string, ToldMembers> Members() => Members(Microseconds.Max);

    /// <summary>Who was in each segment at an instant, in UTC microseconds, by what is told of it now.</summary>
    public IReadOnlyDictionary<string, ToldMembers> Members(long at)
    {
        var told = new Dictionary<string, (HashSet<long> Refs, EntityKind Of, long Version)>(StringComparer.Ordinal);
        (long before, IReadOnlyList<LoggedChange> unstored) = Unstored();
        using DuckDbConnection connection = _warehouse.Connect();
        connection.Query(
            """
            SELECT segment, ref, any_value(of), max(version) FROM strata_membership_log
            WHERE instant <= make_timestamp($1) AND number < $2 GROUP BY segment, ref HAVING arg_max(entered, number)
            """,
            [at, before],
            row => Of(row.GetRequiredText(0), KindOf(row.GetRequiredText(2)), row.GetInt64(3)).Add(row.GetInt64(1)));
        foreach (MembershipChange change in unstored.Select(logged => logged.Change).Where(change => change.At <= at))
        {
            HashSet<long> refs = Of(change.Segment, change.Of, change.Version);
            _ = change.Entered ? refs.Add(change.Ref) : refs.Remove(change.Ref);
        }

        return told.Where(segment => segment.Value.Refs.Count > 0).ToDictionary(
            segment => segment.Key,
            segment => new ToldMembers(BitmapOf(segment.Value.Refs), segment.Value.Of, segment.Value.Version),
            StringComparer.Ordinal);

        HashSet<long> Of(string segment, EntityKind of, long version)
        {
            HashSet<long> refs = told.TryGetValue(segment, out (HashSet<long> Refs, EntityKind Of, long Version) known) ? known.Refs : [];
            told[segment] = (refs, of, Math.Max(version, known.Version));
            return refs;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LoggedChange> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            (IReadOnlyList<LoggedChange> changes, Task grown) = Read(from);
            foreach (LoggedChange change in changes)
            {
                yield return change;
                from = change.Offset + 1;
            }

            if (changes.Count == 0)
            {
                await grown.WaitAsync(cancellation);
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The changes that are not surely stored, in order, and the number below which all are stored.</summary>
    internal (long Before, IReadOnlyList<LoggedChange> Changes) Unstored()
    {
        LoggedChanges writing, filling;
        long next;
        lock (_lock)
        {
            (writing, filling, next) = (_writing.Copy(), _filling.Copy(), _next);
        }

        List<LoggedChange> changes = [.. writing.ToList(), .. filling.ToList()];
        return (changes.Count > 0 ? changes[0].Offset : next, changes);
    }

    internal static string NameOf(EntityKind of) => of == EntityKind.Account ? "account" : "contact";

    internal static string NameOf(MembershipCauseKind kind) => kind switch
    {
        MembershipCauseKind.Event => "event",
        MembershipCauseKind.Field => "field",
        MembershipCauseKind.Expiry => "expiry",
        MembershipCauseKind.Definition => "definition",
        MembershipCauseKind.Merge => "merge",
        MembershipCauseKind.Import => "import",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown cause."),
    };

    private static MembershipCauseKind CauseOf(string name) => Enum.GetValues<MembershipCauseKind>().First(kind => NameOf(kind) == name);

    private static EntityKind KindOf(string name) => name == "account" ? EntityKind.Account : EntityKind.Contact;

    private static Bitmap BitmapOf(HashSet<long> refs)
    {
        var bitmap = new Bitmap(refs.Max() + 1);
        foreach (long reference in refs)
        {
            bitmap.Add(reference);
        }

        return bitmap;
    }

    /// <summary>The next changes, those at hand first, and what to wait for where there are none.</summary>
    private (IReadOnlyList<LoggedChange> Changes, Task Grown) Read(long from)
    {
        LoggedChanges? recent;
        Task grown;
        lock (_lock)
        {
            grown = _grown.Task;
            if (from >= _end)
            {
                return ([], grown);
            }

            recent = _recent.Count > 0 && from >= _recent.First ? _recent.Copy(from, ReadAtOnce) : null;
        }

        return (recent?.From(from, ReadAtOnce) ?? ReadStored(from), grown);
    }

    private List<LoggedChange> ReadStored(long from)
    {
        using DuckDbConnection connection = _warehouse.Connect();
        return connection.Query(
            $"SELECT {Columns} FROM strata_membership_log WHERE number >= $1 AND number < $1 + $2 ORDER BY number",
            [from, (long)ReadAtOnce],
            Read);
    }

    /// <summary>A row of <see cref="Columns"/>.</summary>
    internal static LoggedChange Read(DuckDbRow row) => new(row.GetInt64(0), new MembershipChange(
        row.GetRequiredText(1),
        row.GetInt64(2),
        KindOf(row.GetRequiredText(3)),
        row.GetInt64(4),
        row.GetRequiredText(5),
        row.GetBoolean(6),
        row.GetInt64(7),
        new MembershipCause(CauseOf(row.GetRequiredText(8)), row.GetText(9))));

    private void Tell(ReadOnlyMemory<byte> record, long first, long end)
    {
        _recent.Add(record, first, end);
        _end = end;
        TaskCompletionSource grown = _grown;
        _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        grown.SetResult();
    }
}
