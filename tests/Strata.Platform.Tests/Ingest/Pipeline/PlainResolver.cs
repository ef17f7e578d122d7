using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.References;
using Strata.Platform.Live;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>
/// Makes each track call an event of a type that is known, of the account of its group and the user's contact; an identify call becomes
/// a contact. Nothing else.
/// </summary>
internal sealed class PlainResolver : IMessageResolver, IDisposable
{
    private readonly WorkspaceHost _host;
    private readonly Strata.Warehouse.DuckDb.DuckDbConnection _connection;
    private readonly ReferenceCache _references;

    public PlainResolver(WorkspaceHost host)
    {
        _host = host;
        _connection = host.Warehouse.Connect();
        _references = new ReferenceCache(_connection);
    }

    public int Changes { get; private set; }

    /// <summary>What the next change fails with, once; null for nothing.</summary>
    public Exception? Fault { get; set; }

    /// <summary>True where what is poison to it is so no more.</summary>
    public bool StandsPoison { get; set; }

    /// <summary>What came, in order.</summary>
    public List<TrackedMessage> Taken { get; } = [];

    public void Take(TrackedMessage message, IIngestSink sink)
    {
        Taken.Add(message);
        if (message.Kind == MessageKind.Identify)
        {
            sink.Change(session =>
            {
                if (Fault is { } fault)
                {
                    Fault = null;
                    throw fault;
                }

                var loader = new Strata.Warehouse.Load.RowLoader(session.Connection, session.Catalog);
                var row = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = message.UserId, ["email"] = message.Property("email").Written };
                loader.Upsert(session.Catalog.Contact, [row], message.Instant);
                return EntityChanges.All(new MembershipCause(MembershipCauseKind.Event, message.MessageId));
            });
            return;
        }

        if (!StandsPoison && message.Property("feature").Written == "Poison")
        {
            throw new InvalidTimeZoneException("This resolver cannot stand it.");
        }

        RowType? type = message.EventType is null ? null : _host.Warehouse.Catalog.FindEvent(message.EventType);
        if (type is null)
        {
            return;
        }

        EventReferences whose = _references.Resolve(message.ContextGroup, message.UserId);
        var values = new DataValue[type.Fields.Count];
        for (int i = 0; i < values.Length; i++)
        {
            TrackedValue value = message.Property(type.Fields[i].Name);
            values[i] = value.Kind switch
            {
                TrackedValueKind.Text => DataValue.OfText(value.Written, value.Folded),
                TrackedValueKind.Number => DataValue.OfUnits(value.Units),
                _ => DataValue.Missing,
            };
        }

        sink.Add(new IngestedEvent(
            new EventRow(type, message.MessageId, message.Instant, whose.Contact, values), whose.Account, message.ContextGroup, message.UserId, Raw: null));
    }

    public void Finish(IIngestSink sink)
    {
    }

    public void Changed(EntityChanges changes)
    {
        Changes++;
        _references.Reload();
    }

    public void Dispose() => _connection.Dispose();
}
