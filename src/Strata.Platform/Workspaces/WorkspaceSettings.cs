using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Strata.Language;
using Strata.Platform.Control;
using Strata.Platform.People;
using Strata.Platform.Time;
using Strata.Platform.Tracking;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Workspaces;

/// <summary>One setting of a workspace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">Its value where nobody set it.</param>
/// <param name="Description">What it means, for a person.</param>
/// <param name="IsSecret">Whether its value is never shown.</param>
public sealed record SettingDefinition(string Name, string Default, string Description, bool IsSecret = false);

/// <summary>The settings of a workspace.</summary>
public sealed partial class WorkspaceSettings
{
    /// <summary>Every setting there is.</summary>
    public static readonly IReadOnlyList<SettingDefinition> All =
    [
        new("workspace_name", "Strata", "What the workspace is called, for who signs in"),
        new("locale", "en-US", "How numbers and dates are written in the web app: a language tag such as en-GB or de-DE"),
        new(PublicUrl, "", "The address under which people reach the server, such as https://strata.example.com; where it is empty, the one that their browser names"),
        .. OpenIdSettings.Definitions,
        new("zone", "UTC", "The time zone of bare dates and calendar windows: an IANA name such as Europe/Berlin"),
        new("currency", "USD", "The currency of money fields: three letters such as EUR"),
        new(Precedence, string.Join(", ", Sources.DefaultOrder), "Whose value wins, the strongest first: kinds of sources, or names of single sources; counts for what comes"),
        new("index_memory", "6144", "The most MiB that the audience index may hold; what does not fit is evaluated in the warehouse"),
        new(WarehouseMemoryName, "", "The most MiB that the warehouse may hold, at least 256; what does not fit goes through files. Where it is empty: a 32nd of the machine in a server, or 512 where that is more, and a quarter of it in a command, or 4096; counts from the next start"),
        new(WebhooksInside, "no", "Whether webhooks may be sent to private, loopback and link-local addresses: yes or no"),
        new(WebhookDays, "3", "For how many days a change is tried to be sent to a webhook before it is given up"),
        new("required_consent", "", "The categories of consent that a tracked message must have to be kept, by their ids, with commas between; none where it is empty"),
        new("privacy_signals", "gpc, dnt", "The signals of browsers that count as a refusal to be tracked: gpc (Global Privacy Control), dnt (Do Not Track)"),
        new("visit_events", "yes", "Whether the time on a page and forms that were left are concluded from what a visitor does next, and stored as events: yes or no"),
        new("engagement_half_life", "21", "After how many days what an account did counts half in its engagement score"),
        new(ScoreSchedule, "off", "How often a server scores every account anew: off, hourly, daily or weekly"),
        new(TrainSchedule, "off", "How often a server trains the scores that have a model anew: off, daily, weekly or monthly"),
        new(Approval, "off", "Whether changes of segments that are made through the server wait until somebody else approves them: on or off"),
        new("ip_confidence", "0.5", "How sure an address must be of its company to say whose an event is, from 0 to 1"),
    ];

    /// <summary>The setting that says whether webhooks may be sent to private, loopback and link-local addresses.</summary>
    public const string WebhooksInside = "webhook_private_addresses";

    /// <summary>The setting that says for how many days a webhook is tried.</summary>
    public const string WebhookDays = "webhook_days";

    /// <summary>The setting that says how often a server scores every account.</summary>
    public const string ScoreSchedule = "score_schedule";

    /// <summary>The setting that says under which address people reach the server.</summary>
    public const string PublicUrl = "public_url";

    /// <summary>The setting that says how often a server trains scores.</summary>
    public const string TrainSchedule = "score_training";

    /// <summary>The setting that says whether changes of segments wait for approval.</summary>
    public const string Approval = "approval";

    private const string Precedence = "precedence";
    internal const string WarehouseMemoryName = "warehouse_memory";
    private readonly ControlStore? _control;
    private readonly Func<DuckDbConnection>? _warehouse;
    private readonly Action<string>? _changed;

    /// <summary>The settings in a store; without a store, the defaults.</summary>
    /// <param name="control">Where most settings are.</param>
    /// <param name="warehouse">Where the precedence of sources is, with the data that it decides about.</param>
    /// <param name="changed">Told the name of each setting that is changed through this; null for nobody.</param>
    internal WorkspaceSettings(ControlStore? control, Func<DuckDbConnection>? warehouse = null, Action<string>? changed = null)
    {
        _control = control;
        _warehouse = warehouse;
        _changed = changed;
    }

    /// <summary>The zone that gives bare dates and calendar words their meaning.</summary>
    public DateTimeZone Zone => InstantText.Zone(Get("zone")) ?? DateTimeZone.Utc;

    /// <summary>The currency of money fields.</summary>
    public string Currency => Get("currency");

    /// <summary>The most bytes that the audience index may hold.</summary>
    public long IndexMemory => long.Parse(Get("index_memory"), CultureInfo.InvariantCulture) << 20;

    /// <summary>The categories of consent that a tracked message must have.</summary>
    public IReadOnlyList<string> RequiredConsent => Items(Get("required_consent"));

    /// <summary>The signals of browsers that count as a refusal.</summary>
    public PrivacySignals RespectedSignals => Items(Get("privacy_signals"))
        .Aggregate(PrivacySignals.None, (all, name) => all | (name == "gpc" ? PrivacySignals.GlobalPrivacyControl : PrivacySignals.DoNotTrack));

    /// <summary>Whether the time on a page and forms that were left are concluded and stored.</summary>
    public bool ConcludesVisits => Get("visit_events") == "yes";

    /// <summary>Whether changes of segments that are made through the server wait for approval.</summary>
    public bool NeedsApproval => Get(Approval) == "on";

    /// <summary>How sure an address must be of its company.</summary>
    public double IpConfidence => double.Parse(Get("ip_confidence"), CultureInfo.InvariantCulture);

    /// <summary>The value of a setting.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such setting.</exception>
    public string Get(string name) => name == Precedence && _warehouse is not null
        ? string.Join(", ", Sources.ReadOrder(_warehouse()))
        : _control?.ReadSetting(Find(name).Name) ?? Find(name).Default;

    /// <summary>The value of a setting for people to see: of a secret only whether it is set.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such setting.</exception>
    public string Show(string name) => Find(name).IsSecret && Get(name).Length > 0 ? "(set, not shown)" : Get(name);

    /// <summary>Changes a setting.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such setting, or the value is none of it.</exception>
    public void Set(string name, string value)
    {
        SettingDefinition setting = Find(name);
        if (name == Precedence && _warehouse is not null)
        {
            Sources.SetOrder(_warehouse(), value.Split([',', '>'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            return;
        }

        string accepted = setting.Name switch
        {
            "workspace_name" => value.Trim() is { Length: >= 1 and <= 60 } called ? called : throw Refused(setting, value),
            "locale" => LocaleTag().IsMatch(value) ? value : throw Refused(setting, value),
            PublicUrl => CheckAddress(setting, value),
            _ when OpenIdSettings.Owns(setting) => OpenIdSettings.Accept(setting, value) ?? throw Refused(setting, value),
            "zone" => InstantText.Zone(value)?.Id ?? throw Refused(setting, value),
            "currency" => CurrencyCode().IsMatch(value) ? value.ToUpperInvariant() : throw Refused(setting, value),
            WebhooksInside or "visit_events" => value is "yes" or "no" ? value : throw Refused(setting, value),
            WebhookDays => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= 365
                ? days.ToString(CultureInfo.InvariantCulture)
                : throw Refused(setting, value),
            Approval => value is "on" or "off" ? value : throw Refused(setting, value),
            "engagement_half_life" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int halfLife) && halfLife is >= 1 and <= 365
                ? halfLife.ToString(CultureInfo.InvariantCulture)
                : throw Refused(setting, value),
            ScoreSchedule => value is "off" or "hourly" or "daily" or "weekly" ? value : throw Refused(setting, value),
            TrainSchedule => value is "off" or "daily" or "weekly" or "monthly" ? value : throw Refused(setting, value),
            "index_memory" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int mebibytes)
                ? mebibytes.ToString(CultureInfo.InvariantCulture)
                : throw Refused(setting, value),
            WarehouseMemoryName => value.Length == 0 ? ""
                : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int most) && most >= 256 ? most.ToString(CultureInfo.InvariantCulture)
                : throw Refused(setting, value),
            "required_consent" => string.Join(", ", Items(value)),
            "privacy_signals" => Items(value.ToLowerInvariant()) is var signals && signals.All(signal => signal is "gpc" or "dnt")
                ? string.Join(", ", signals)
                : throw Refused(setting, value),
            "ip_confidence" => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && share <= 1
                ? share.ToString(CultureInfo.InvariantCulture)
                : throw Refused(setting, value),
            _ => throw new InvalidOperationException($"Unknown setting '{name}'."),
        };
        (_control ?? throw new InvalidOperationException("There is no store to keep settings in.")).WriteSetting(setting.Name, accepted);
        _changed?.Invoke(setting.Name);
    }

    /// <summary>Has a warehouse hold no more memory than it may.</summary>
    /// <param name="warehouse">The warehouse.</param>
    /// <param name="usual">How many MiB that are where the workspace does not say.</param>
    internal void Limit(WarehouseStore warehouse, int usual) =>
        warehouse.LimitMemory(Get(WarehouseMemoryName) is { Length: > 0 } mebibytes ? int.Parse(mebibytes, CultureInfo.InvariantCulture) : usual);

    private static string[] Items(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static SettingDefinition Find(string name) => All.FirstOrDefault(setting => setting.Name == name)
        ?? throw new UserErrorException("argument", $"There is no setting '{name}'.", fix: $"The settings are: {string.Join(", ", All.Select(setting => setting.Name))}.");

    /// <summary>The address without a slash at its end; nothing stays nothing.</summary>
    private static string CheckAddress(SettingDefinition setting, string value) =>
        value.Trim().TrimEnd('/') is not { Length: > 0 } address ? ""
        : Uri.TryCreate(address, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http" && url is { UserInfo: "", Query: "", Fragment: "" } ? address
        : throw Refused(setting, value);

    private static UserErrorException Refused(SettingDefinition setting, string value) =>
        new("argument", setting.IsSecret ? $"This is no {setting.Name}." : $"'{value}' is no {setting.Name}.", fix: setting.Description + ".");

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LocaleTag();

    [GeneratedRegex("^[A-Za-z]{3}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CurrencyCode();
}
