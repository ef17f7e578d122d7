using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strata.Index.Memory;
using Strata.Platform.Identity;
using Strata.Platform.Ingest.References;

namespace Strata.Platform.Tracking;

/// <summary>One message of the Segment spec as it was read; it does not change any more.</summary>
public sealed class TrackedMessage
{
    private LaterText _messageId;
    private LaterText _anonymousId;
    private LaterText _contextGroup;

    /// <summary>Which call it is.</summary>
    public MessageKind Kind { get; internal set; }

    /// <summary>Its id: it counts once, ever. Where none was sent, one from the instant of the request and the place in it.</summary>
    public string MessageId => _messageId.Of(Raw) ?? "";

    /// <summary>The visitor who is not known by a user id, or null.</summary>
    public string? AnonymousId => _anonymousId.Of(Raw);

    /// <summary>The user's id, or null.</summary>
    public string? UserId { get; internal set; }

    /// <summary>For <see cref="MessageKind.Group"/>, the account's id.</summary>
    public string? GroupId { get; internal set; }

    /// <summary>For <see cref="MessageKind.Alias"/>, the id that is the same person.</summary>
    public string? PreviousId { get; internal set; }

    /// <summary>For <see cref="MessageKind.Track"/>, the name of the event as sent.</summary>
    public string? Event { get; internal set; }

    /// <summary>For <see cref="MessageKind.Track"/>, the event type that the name means: <c>Order Completed</c> is <c>order_completed</c>.</summary>
    public string? EventType { get; internal set; }

    /// <summary>The name of a page or screen, or null.</summary>
    public string? Name { get; internal set; }

    /// <summary>The category of a page or screen, or null.</summary>
    public string? Category { get; internal set; }

    /// <summary>When it happened, in UTC microseconds, by the server's clock: what the sender's clock is off by is taken out.</summary>
    public long Instant { get; internal set; }

    /// <summary>The properties, or the traits of <see cref="MessageKind.Identify"/> and <see cref="MessageKind.Group"/>; of two of one name the later.</summary>
    public ArraySegment<TrackedProperty> Properties { get; internal set; } = ArraySegment<TrackedProperty>.Empty;

    /// <summary>What the context says.</summary>
    public TrackedContext Context { get; internal set; } = TrackedContext.None;

    /// <summary>The account that the context says the message is about, or null.</summary>
    public string? ContextGroup => _contextGroup.Of(Raw);

    /// <summary>The message as it came, UTF-8.</summary>
    public ReadOnlyMemory<byte> Raw { get; internal set; }

    /// <summary>When the request that it came with was received, in UTC microseconds.</summary>
    internal long ReceivedAt { get; set; }

    /// <summary>Stands for <see cref="MessageId"/>.</summary>
    internal UInt128 IdKey { get; private set; }

    /// <summary>Stands for <see cref="AnonymousId"/>; 0 where there is none.</summary>
    internal UInt128 VisitorKey { get; private set; }

    /// <summary>Stands for the account's id that the message or its context names; 0 where none does.</summary>
    internal UInt128 AccountKey { get; private set; }

    /// <summary>True where somebody who is not known by a user id did it.</summary>
    internal bool HasVisitor => _anonymousId.IsThere;

    /// <summary>The account that the message says it is about, or null.</summary>
    internal string? NamedAccount => Kind == MessageKind.Group ? GroupId : ContextGroup;

    /// <summary>What its ids are, before anybody asks.</summary>
    internal ref LaterText MessageIdText => ref _messageId;

    /// <summary>As <see cref="MessageIdText"/>, of the visitor.</summary>
    internal ref LaterText AnonymousIdText => ref _anonymousId;

    /// <summary>As <see cref="MessageIdText"/>, of the account that the context names.</summary>
    internal ref LaterText ContextGroupText => ref _contextGroup;

    /// <summary>Works the keys out, once everything is said: by the thread that reads, as the one that applies has more to do.</summary>
    internal void WorkOutKeys()
    {
        IdKey = _messageId.TryUtf8(Raw, out ReadOnlySpan<byte> utf8) ? KeyHash.Of(utf8) : KeyHash.Of(MessageId);
        VisitorKey = _anonymousId.TryUtf8(Raw, out utf8) ? VisitorLinks.KeyOf(utf8)
            : AnonymousId is { } visitor ? VisitorLinks.KeyOf(visitor) : UInt128.Zero;
        AccountKey = Kind != MessageKind.Group && _contextGroup.TryUtf8(Raw, out utf8) ? ReferenceCache.KeyOfId(utf8)
            : NamedAccount is { } named ? ReferenceCache.KeyOfId(named) : UInt128.Zero;
    }

    /// <summary>
    /// Fetches what the message refers to into the processor's cache: another thread read it, and another processor's cache may have it.
    /// </summary>
    internal void Prefetch()
    {
        const int WithIds = 256;
        CacheLine.Prefetch(ref MemoryMarshal.GetReference(Raw.Span), Math.Min(Raw.Length, WithIds));
        if (Properties.Array is { Length: > 0 } properties)
        {
            CacheLine.Prefetch(ref properties[Properties.Offset], Properties.Count * Unsafe.SizeOf<TrackedProperty>());
        }
    }

    /// <summary>A property's value; missing where it has none of that name.</summary>
    /// <param name="name">The name as the catalog writes names.</param>
    public TrackedValue Property(string name)
    {
        for (int i = Properties.Count - 1; i >= 0; i--)
        {
            if (string.Equals(Properties[i].Name, name, StringComparison.Ordinal))
            {
                return Properties[i].Value;
            }
        }

        return default;
    }
}
