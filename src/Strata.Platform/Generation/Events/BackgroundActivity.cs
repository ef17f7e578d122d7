using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Events;

/// <summary>Writes what an account does from day to day: visits, e-mail, advertisements, product use and the rest.</summary>
internal sealed class BackgroundActivity(Universe universe)
{
    private static readonly PickTable CustomerMix = new(18, 22, 10, 6, 34, 2.5, 1.6, 1, 2.4, 0.9, 0.8, 0.4, 0.8);
    private static readonly PickTable ProspectMix = new(28, 30, 18, 11, 0, 3, 1.1, 1.6, 0, 0.7, 1.2, 0.6, 1.4);
    private static readonly PickTable EmailMix = new(74, 20, 6);
    private readonly EventClock _clock = new(universe);

    private enum Activity
    {
        Visit,
        Email,
        Advertisement,
        Intent,
        Usage,
        Call,
        Meeting,
        Webinar,
        Ticket,
        Survey,
        News,
        Review,
        Video,
    }

    /// <summary>Writes one activity: one event or, for a visit, several.</summary>
    public void WriteOne(AccountScope scope, EventRows rows, ref CounterRandom random)
    {
        var asCustomer = IsAsCustomer(scope, ref random);
        var activity = (Activity)(asCustomer ? CustomerMix : ProspectMix).Pick(ref random);
        var instant = InstantOf(activity, scope, asCustomer, ref random);
        switch (activity)
        {
            case Activity.Visit:
                WebSession.Write(scope, rows, instant, _clock.Last, ref random);
                return;
            case Activity.Email:
                WriteEmail(rows, instant, ref random);
                break;
            case Activity.Advertisement:
                WriteAdvertisement(rows, instant, ref random);
                break;
            case Activity.Intent:
                var score = Math.Min(random.Below(100), random.Below(100));
                IntentActivity.Write(rows, instant, random.Below(WebContent.IntentTopics.Length), score, random.Chance(0.3));
                return;
            case Activity.Usage:
                WriteUsage(scope, rows, instant, ref random);
                break;
            case Activity.Call:
                WriteCall(rows, instant, ref random);
                break;
            case Activity.Meeting:
                WriteMeeting(scope, rows, instant, ref random);
                break;
            default:
                WriteRare(activity, rows, instant, ref random);
                break;
        }

        rows.End();
    }

    private static void WriteEmail(EventRows rows, long instant, ref CounterRandom random)
    {
        var kind = EmailMix.Pick(ref random);
        var type = kind switch { 0 => "email_open"u8, 1 => "email_click"u8, _ => "email_reply"u8 };
        rows.Known(type, instant, rows.People.Pick(ref random), "email"u8)
            .At(EventColumn.Campaign).Raw(Pick(WebContent.Campaigns, ref random));
    }

    private static void WriteAdvertisement(EventRows rows, long instant, ref CounterRandom random)
    {
        var row = rows.Known(random.Chance(0.04) ? "ad_click"u8 : "ad_impression"u8, instant, -1, "ads"u8);
        row.At(EventColumn.Campaign).Raw(Pick(WebContent.Campaigns, ref random));
        row.At(EventColumn.Channel).Raw(Pick(WebContent.Channels, ref random));
    }

    private static void WriteUsage(AccountScope scope, EventRows rows, long instant, ref CounterRandom random)
    {
        var row = rows.Known("usage"u8, instant, rows.People.Pick(ref random), "product"u8);
        row.At(EventColumn.Feature).Raw(Pick(WebContent.Features, ref random));
        row.At(EventColumn.Minutes).Number(1 + random.Below(20) + random.Below((int)(60 * scope.Account.Satisfaction) + 1));
        row.At(EventColumn.Users).Number(1 + random.Below(3 + (scope.Account.Employees / 40 % 40)));
    }

    private static void WriteCall(EventRows rows, long instant, ref CounterRandom random)
    {
        var row = rows.Known("call"u8, instant, rows.People.Pick(ref random), "crm"u8);
        row.At(EventColumn.Minutes).Number(1 + Math.Min(random.Below(30), random.Below(30)));
        row.At(EventColumn.Outcome).Raw(Pick(WebContent.CallOutcomes, ref random));
    }

    private static void WriteMeeting(AccountScope scope, EventRows rows, long instant, ref CounterRandom random)
    {
        // Before a deal only the planned meetings may be with the top: anything else would blur the planted cause.
        var person = rows.People.Pick(ref random);
        if (person >= 0 && rows.People.SeniorityOf(person) <= Seniority.VicePresident && scope.IsRunUp(instant))
        {
            person = -1;
        }

        var row = rows.Known("meeting"u8, instant, person, "crm"u8);
        row.At(EventColumn.Minutes).Number(15 * random.Between(1, 6));
        row.At(EventColumn.Outcome).Raw(Pick(WebContent.MeetingOutcomes, ref random));
        row.At(EventColumn.Notes).Raw(Pick(WebContent.MeetingNotes, ref random));
    }

    private static void WriteRare(Activity activity, EventRows rows, long instant, ref CounterRandom random)
    {
        switch (activity)
        {
            case Activity.Webinar:
                rows.Known("webinar"u8, instant, rows.People.Pick(ref random), "webinars"u8)
                    .At(EventColumn.Name).Raw(Pick(WebContent.Webinars, ref random)).At(EventColumn.Attended).Boolean(random.Chance(0.45));
                break;
            case Activity.Ticket:
                rows.Known("ticket"u8, instant, rows.People.Pick(ref random), "support"u8)
                    .At(EventColumn.Theme).Raw(Pick(WebContent.TicketThemes, ref random))
                    .At(EventColumn.Severity).Raw(WebContent.Severities[WebContent.PickSeverity.Pick(ref random)]);
                break;
            case Activity.Survey:
                rows.Known("survey"u8, instant, rows.People.Pick(ref random), "survey"u8)
                    .At(EventColumn.Question).Raw(Pick(WebContent.SurveyCells, ref random)).StandAt(EventColumn.Answer);
                break;
            case Activity.News:
                var kind = WebContent.PickNews.Pick(ref random);
                rows.Known("news"u8, instant, -1, "news"u8)
                    .At(EventColumn.Kind).Raw(WebContent.NewsKinds[kind]).At(EventColumn.Text).Raw(Pick(WebContent.NewsTexts[kind], ref random));
                break;
            case Activity.Review:
                rows.Known("review"u8, instant, -1, "review sites"u8)
                    .At(EventColumn.Kind).Raw(Pick(WebContent.ReviewKinds, ref random))
                    .At(EventColumn.Site).Raw(Pick(WebContent.ReviewSites, ref random))
                    .At(EventColumn.Product).Raw(Pick(WebContent.ReviewProducts, ref random));
                break;
            default:
                rows.Known("video"u8, instant, rows.People.Pick(ref random), "website"u8)
                    .At(EventColumn.Seconds).Number(5 + random.Below(300)).At(EventColumn.Name).Raw(Pick(WebContent.Videos, ref random));
                break;
        }
    }

    private static byte[] Pick(byte[][] cells, ref CounterRandom random) => cells[random.Below(cells.Length)];

    // Before its first win a customer was a prospect like any other: what happened then must not tell what came later.
    private static bool IsAsCustomer(AccountScope scope, ref CounterRandom random)
    {
        var asCustomer = AccountModel.CustomerActivity * scope.CustomerTime;
        return asCustomer > 0 && random.Chance(asCustomer / (asCustomer + (1 - scope.CustomerTime)));
    }

    private long InstantOf(Activity activity, AccountScope scope, bool asCustomer, ref CounterRandom random)
    {
        if (activity == Activity.Usage && scope.Account.Satisfaction < 0.3)
        {
            return _clock.Fading(scope.FirstWon, scope.Account, ref random);
        }

        if (scope.IsCustomer)
        {
            return asCustomer ? _clock.Since(scope.FirstWon, scope.Account, ref random) : _clock.Until(scope.FirstWon, scope.Account, ref random);
        }

        return activity <= Activity.Intent && scope.IsInMarket && random.Chance(0.4)
            ? _clock.Recent(40, scope.Account, ref random)
            : _clock.Any(scope.Account, ref random);
    }
}
