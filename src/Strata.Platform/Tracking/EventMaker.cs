using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Platform.Identity;
using Strata.Platform.Ingest;

namespace Strata.Platform.Tracking;

/// <summary>Makes events of messages. Used by one thread at a time.</summary>
internal sealed class EventMaker(EventTyper typer)
{
    /// <summary>The type of page views.</summary>
    public const string PageView = "page_view";

    /// <summary>The type of the time on a page.</summary>
    public const string PageEngagement = "page_engagement";

    /// <summary>The type of views of a screen.</summary>
    public const string ScreenView = "screen_view";

    /// <summary>The type of the beginning of a form.</summary>
    public const string FormStart = "form_start";

    /// <summary>The type of a form that was sent.</summary>
    public const string FormSubmit = "form_submit";

    /// <summary>The type of a form that was left.</summary>
    public const string FormAbandon = "form_abandon";

    /// <summary>The type of events whose names would make more types than there may be.</summary>
    private const string Other = "other";

    private static readonly DataValue Source = DataValue.OfText(IdentityWriter.Source, IdentityWriter.Source);
    private static readonly HashSet<string> Nothing = [];

    /// <summary>A page's name and query are said by other properties; <c>name</c> is its short name.</summary>
    private static readonly HashSet<string> SaidOfPages = new(StringComparer.Ordinal) { "name", "search" };
    private static readonly HashSet<string> SaidOfScreens = new(StringComparer.Ordinal) { "name" };

    private PageLayout? _page;

    /// <summary>The name of the event type that a message is of.</summary>
    public static string TypeName(TrackedMessage message, DataCatalog catalog)
    {
        string name = message.Kind switch
        {
            MessageKind.Page => PageView,
            MessageKind.Screen => ScreenView,
            _ => message.EventType!,
        };
        return catalog.FindEvent(name) is not null ? name
            : catalog.Events.Count >= NewProperties.MostTypes ? Other
            : catalog.FindCollection(name) is null && name is not ("account" or "contact") ? name : $"{name}_event";
    }

    /// <summary>The values of an event.</summary>
    /// <param name="message">The message.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="fresh">Gets the properties that the catalog lacks; where there are any, the values are not whole.</param>
    public TypedProperties Type(TrackedMessage message, RowType type, List<FieldDefinition> fresh)
    {
        IReadOnlySet<string> ignored = type.Name switch { PageView => SaidOfPages, ScreenView => SaidOfScreens, _ => Nothing };
        TypedProperties typed = typer.Type(message, type, ignored, fresh);
        switch (type.Name)
        {
            case PageView or PageEngagement:
                FillPage(message, ReferenceEquals(_page?.Type, type) ? _page : _page = new PageLayout(type), typed.Values);
                break;
            case ScreenView:
                Fill(type, typed.Values, "screen", message.Name ?? message.Property("name").Written);
                Fill(type, typed.Values, "category", message.Category);
                break;
            case Other:
                Fill(type, typed.Values, "name", message.Event);
                break;
            default:
                Fill(type, typed.Values, "campaign", message.Context.Campaign);
                break;
        }

        int source = EventRow.Ordinal(type, "source");
        typed.Values[source] = typed.Values[source].IsKnown ? typed.Values[source] : Source;
        return typed;
    }

    /// <summary>The fields that a type which messages make known has from the start.</summary>
    public static IReadOnlyList<FieldDefinition> FirstFields(string type) => type == Other ? [new FieldDefinition("name", FieldType.Text)] : [];

    /// <summary>The event of a message.</summary>
    public static IngestedEvent Make(TrackedMessage message, RowType type, in TypedProperties typed, in Attribution whose) => new(
        new EventRow(type, message.MessageId, message.Instant, whose.Contact, typed.Values),
        whose.Account,
        whose.AccountKey,
        whose.ContactKey,
        typed.Raw,
        message.AnonymousId,
        whose.Text);

    /// <summary>An event that follows from others of a visitor.</summary>
    public static IngestedEvent Derive(
        string id, long instant, RowType type, ReadOnlySpan<(string Field, DataValue Value)> values, string anonymousId, in Attribution whose)
    {
        var row = new DataValue[type.Fields.Count + 1];
        foreach ((string field, DataValue value) in values)
        {
            int ordinal = type.IndexOf(field);
            if (ordinal >= 0)
            {
                row[ordinal] = value;
            }
        }

        row[EventRow.Ordinal(type, "source")] = Source;
        return new IngestedEvent(
            new EventRow(type, id, instant, whose.Contact, row), whose.Account, whose.AccountKey, whose.ContactKey, null, anonymousId, whose.Text);
    }

    private static void FillPage(TrackedMessage message, PageLayout page, DataValue[] values)
    {
        TrackedContext context = message.Context;
        Fill(values, page.Url, context.PageUrl);
        string? url = ValueOf(values, page.Url);
        Fill(values, page.Path, context.PagePath ?? (ValueOf(values, page.Path) is null ? PageNames.PathOf(url) : null));
        Fill(values, page.Title, context.PageTitle);
        Fill(values, page.Referrer, context.PageReferrer);
        Fill(values, page.Campaign, context.Campaign ?? (ValueOf(values, page.Campaign) is null ? PageNames.CampaignOf(url) : null));
        if (message.Kind == MessageKind.Page)
        {
            Fill(values, page.Page, message.Name ?? message.Property("name").Written);
            Fill(values, page.Category, message.Category);
        }

        if (ValueOf(values, page.Page) is null)
        {
            Fill(values, page.Page, PageNames.NameOf(ValueOf(values, page.Path)));
        }
    }

    private static string? ValueOf(DataValue[] values, int ordinal) => ordinal >= 0 && values[ordinal].IsKnown ? values[ordinal].Written : null;

    private static void Fill(RowType type, DataValue[] values, string field, string? text) => Fill(values, PageLayout.TextOf(type, field), text);

    private static void Fill(DataValue[] values, int ordinal, string? text)
    {
        if (text is not null && ordinal >= 0 && !values[ordinal].IsKnown)
        {
            values[ordinal] = DataValue.OfText(text, TextFolding.FoldOrNull(text));
        }
    }

    /// <summary>Where the values that are said of pages stand; -1 where the type has none of them, or not as text.</summary>
    private sealed class PageLayout(RowType type)
    {
        public RowType Type { get; } = type;

        public int Url { get; } = TextOf(type, "url");

        public int Path { get; } = TextOf(type, "path");

        public int Title { get; } = TextOf(type, "title");

        public int Referrer { get; } = TextOf(type, "referrer");

        public int Campaign { get; } = TextOf(type, "campaign");

        public int Page { get; } = TextOf(type, "page");

        public int Category { get; } = TextOf(type, "category");

        public static int TextOf(RowType type, string field) =>
            type.IndexOf(field) is >= 0 and int ordinal && type.Fields[ordinal].Type is FieldType.Text or FieldType.Category ? ordinal : -1;
    }
}
