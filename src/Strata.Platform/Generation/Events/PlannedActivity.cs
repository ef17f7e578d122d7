using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Events;

/// <summary>Writes what a buying committee did before a deal.</summary>
internal static class PlannedActivity
{
    public static void Write(AccountScope scope, ReadOnlySpan<PlannedEvent> planned, EventRows rows)
    {
        var executive = -1;
        foreach (var planning in planned)
        {
            if (rows.Left == 0)
            {
                return;
            }

            if (planning.Kind == PlannedKind.ExecutiveMeeting && executive < 0)
            {
                executive = scope.Universe.Contacts.FirstExecutive(scope.Account, scope.ContactCount);
            }

            WriteOne(planning, executive, rows);
        }
    }

    private static void WriteOne(PlannedEvent planning, int executive, EventRows rows)
    {
        var random = new CounterRandom((ulong)planning.Who, RandomStream.PlannedEvent, planning.Instant);
        var person = rows.People.Count == 0 ? -1 : planning.Who % rows.People.Count;
        switch (planning.Kind)
        {
            case PlannedKind.PricingView:
                rows.OnWebsite("page_view"u8, planning.Instant, person, accountIsKnown: true)
                    .At(EventColumn.Page).Raw(WebContent.Pages[WebContent.PricingPage]).StandAt(EventColumn.Title);
                rows.Row.At(EventColumn.Seconds).Number(15 + random.Below(240));
                break;
            case PlannedKind.DemoFormStart:
            case PlannedKind.DemoFormSubmit:
                var type = planning.Kind == PlannedKind.DemoFormStart ? "form_start"u8 : "form_submit"u8;
                rows.OnWebsite(type, planning.Instant, person, accountIsKnown: true).At(EventColumn.Form).Raw(WebContent.Forms[0]);
                break;
            case PlannedKind.Intent:
                IntentActivity.Write(rows, planning.Instant, random.Below(4), 60 + random.Below(40), downstream: true);
                return;
            case PlannedKind.EmailClick:
                rows.Known("email_click"u8, planning.Instant, person, "email"u8)
                    .At(EventColumn.Campaign).Raw(WebContent.Campaigns[random.Below(WebContent.Campaigns.Length)]);
                break;
            case PlannedKind.Download:
                DownloadActivity.Write(rows, planning.Instant, person, accountIsKnown: true, ref random);
                return;
            default:
                rows.Known("meeting"u8, planning.Instant, planning.Kind == PlannedKind.ExecutiveMeeting ? executive : -1, "crm"u8)
                    .At(EventColumn.Minutes).Number(30 + (15 * random.Below(3)));
                rows.Row.At(EventColumn.Outcome).Raw("held"u8);
                rows.Row.At(EventColumn.Notes).Raw(WebContent.MeetingNotes[random.Below(WebContent.MeetingNotes.Length)]);
                break;
        }

        rows.End();
    }
}

/// <summary>Writes a surge of research on a topic, as an intent provider reports it.</summary>
internal static class IntentActivity
{
    public static void Write(EventRows rows, long instant, int topic, int score, bool downstream)
    {
        rows.Known("intent"u8, instant, -1, downstream ? "review sites"u8 : "publisher network"u8)
            .At(EventColumn.Topic).Raw(WebContent.IntentTopics[topic]);
        rows.Row.At(EventColumn.Score).Number(score);
        rows.Row.At(EventColumn.Stage).Raw(WebContent.IntentStages[downstream ? 1 : 0]);
        rows.End();
    }
}

/// <summary>Writes a download.</summary>
internal static class DownloadActivity
{
    public static void Write(EventRows rows, long instant, int person, bool accountIsKnown, ref CounterRandom random)
    {
        var asset = random.Below(WebContent.Assets.Length);
        rows.OnWebsite("download"u8, instant, person, accountIsKnown).At(EventColumn.Asset).Raw(WebContent.Assets[asset]);
        rows.Row.At(EventColumn.Topic).Raw(WebContent.AssetTopics[asset]);
        rows.End();
    }
}
