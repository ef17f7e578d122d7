using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Strata.Language;
using Strata.Language.Checking;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>Makes, lists and deletes webhooks, shows how they fare, and has changes sent again.</summary>
public sealed class WebhookRegistry
{
    private readonly Workspace _workspace;
    private readonly WebhookStore _store;
    private readonly Func<long> _end;
    private readonly Action<string>? _changed;

    /// <summary>The webhooks of a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="end">The offset that the next change of membership will have.</param>
    /// <param name="changed">Told of a webhook that was made, deleted or rewound; null for nobody.</param>
    internal WebhookRegistry(Workspace workspace, Func<long> end, Action<string>? changed)
    {
        _workspace = workspace;
        _store = new WebhookStore(workspace.Control);
        _end = end;
        _changed = changed;
    }

    /// <summary>Makes a webhook; it is told of what changes from now on.</summary>
    /// <param name="url">Where changes are sent to.</param>
    /// <param name="segments">The segments that it is told of; none for all.</param>
    /// <param name="entered">Whether of who enters.</param>
    /// <param name="left">Whether of who leaves.</param>
    /// <returns>The webhook, with its secret, which is not shown again.</returns>
    /// <exception cref="UserErrorException">
    /// Code <c>argument</c>: the address is none, or not of the public internet where only such are allowed. Code <c>reference</c>: there
    /// is no such segment.
    /// </exception>
    public Webhook Create(string url, IReadOnlyList<string> segments, bool entered = true, bool left = true)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var webhook = new Webhook
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)),
            Url = Check(url),
            Secret = WebhookSignature.CreateSecret(),
            Segments = [.. segments.Select(name => SegmentSelection.FindSegment(_workspace.Library, name).Name!).Distinct(StringComparer.Ordinal)],
            Entered = entered,
            Left = left,
            CreatedAt = _workspace.Now.Instant,
            Position = _end(),
        };
        _store.Add(webhook);
        _changed?.Invoke(webhook.Id);
        return webhook;
    }

    /// <summary>Every webhook, the oldest first.</summary>
    public IReadOnlyList<WebhookState> All() => _store.All();

    /// <summary>The webhook of that id.</summary>
    /// <exception cref="UserErrorException">Code <c>reference</c>: there is none.</exception>
    public WebhookState Find(string id) => TryFind(id)
        ?? throw new UserErrorException("reference", $"There is no webhook '{id}'.", fix: Suggestions.DidYouMean(id, All().Select(state => state.Webhook.Id), "'strata webhooks list' shows them."));

    /// <summary>The webhook of that id, or null.</summary>
    public WebhookState? TryFind(string id) => All().FirstOrDefault(state => state.Webhook.Id == id);

    /// <summary>Deletes a webhook.</summary>
    /// <exception cref="UserErrorException">Code <c>reference</c>: there is none.</exception>
    public Webhook Delete(string id)
    {
        Webhook webhook = Find(id).Webhook;
        _store.Delete(id);
        _changed?.Invoke(id);
        return webhook;
    }

    /// <summary>The last attempts of a webhook, the newest first.</summary>
    /// <exception cref="UserErrorException">Code <c>reference</c>: there is none.</exception>
    public IReadOnlyList<WebhookAttempt> Attempts(string id, int limit) => _store.Attempts(Find(id).Webhook.Id, limit);

    /// <summary>Has every change that a webhook wants sent again from an offset on; one that was given up is sent to again.</summary>
    /// <exception cref="UserErrorException">Code <c>reference</c>: there is none. Code <c>argument</c>: the offset is beyond the log's end.</exception>
    public Webhook Replay(string id, long from)
    {
        Webhook webhook = Find(id).Webhook;
        long end = _end();
        if (from < 0 || from > end)
        {
            throw new UserErrorException("argument", $"The membership log has no offset {from}.", fix: $"Give a number from 0 to {end}.");
        }

        _store.Rewind(id, from);
        _changed?.Invoke(id);
        return webhook;
    }

    private Uri Check(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.UserInfo.Length > 0)
        {
            throw new UserErrorException("argument", $"'{url}' is no address to send to.", fix: "Write it as https://example.com/hook, without a user or password.");
        }

        if (_workspace.Settings.Get(WorkspaceSettings.WebhooksInside) != "yes" && AddressesOf(address) is { Length: > 0 } found && !found.Any(PublicAddress.Is))
        {
            throw new UserErrorException(
                "argument",
                $"'{address.Host}' is no address of the public internet.",
                fix: $"Name another, or allow such addresses with 'strata settings set {WorkspaceSettings.WebhooksInside} yes'.");
        }

        return address;
    }

    /// <summary>The addresses that a name has now; none where that cannot be told. What is connected to later is checked again.</summary>
    private static IPAddress[] AddressesOf(Uri url)
    {
        try
        {
            return IPAddress.TryParse(url.DnsSafeHost, out IPAddress? literal) ? [literal] : Dns.GetHostAddresses(url.DnsSafeHost);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
