using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Events;

/// <summary>Writes one visit to the website: some pages, now and then a form begun (and sent, or not) or a download.</summary>
internal static class WebSession
{
    public static void Write(AccountScope scope, EventRows rows, long instant, long last, ref CounterRandom random)
    {
        // One visit in ten is only known to come from the account's network.
        var person = random.Chance(0.1) ? -1 : rows.People.Pick(ref random);
        var byNetwork = person < 0 && rows.People.Count > 0;
        var visit = random.NextBits();
        var pages = 1 + Math.Min((int)(visit & 7), (int)((visit >> 3) & 7));
        var campaign = (visit >> 8) % 5 == 0 ? (int)((visit >> 16) % (ulong)WebContent.Campaigns.Length) : -1;
        var referrer = (visit >> 24) % 3 == 0 ? (int)((visit >> 32) % (ulong)WebContent.Referrers.Length) : -1;
        var page = -1;
        for (var view = 0; view < pages && rows.Left > 0; view++)
        {
            page = AnotherPage(page, ref random);
            if (page == WebContent.PricingPage && scope.IsRunUp(instant))
            {
                page = WebContent.ProductPage;
            }

            var bits = random.NextBits();
            var seconds = 3 + (int)(bits & 31) + ((bits >> 5 & 3) == 0 ? (int)(bits >> 8 & 255) : 0);
            var row = rows.OnWebsite("page_view"u8, instant, person, byNetwork).At(EventColumn.Page).Raw(WebContent.Pages[page]);
            row.StandAt(EventColumn.Title);
            row.At(EventColumn.Referrer).Raw(view == 0 && referrer >= 0 ? WebContent.Referrers[referrer] : []);
            row.At(EventColumn.Seconds).Number(seconds);
            row.At(EventColumn.Campaign).Raw(campaign >= 0 ? WebContent.Campaigns[campaign] : []);
            rows.End();
            instant = Math.Min(instant + seconds, last);
        }

        WriteEnd(rows, instant, last, person, byNetwork, ref random);
    }

    private static int AnotherPage(int last, ref CounterRandom random)
    {
        var page = WebContent.PickPage.Pick(ref random);
        return page == last ? WebContent.PickPage.Pick(ref random) : page;
    }

    private static void WriteEnd(EventRows rows, long instant, long last, int person, bool byNetwork, ref CounterRandom random)
    {
        var end = random.Unit();
        if (end < 0.12 && rows.Left > 0)
        {
            WriteForm(rows, instant, last, person, byNetwork, ref random);
        }
        else if (end < 0.2 && rows.Left > 0)
        {
            DownloadActivity.Write(rows, instant, person, byNetwork, ref random);
        }
    }

    private static void WriteForm(EventRows rows, long instant, long last, int person, bool byNetwork, ref CounterRandom random)
    {
        var form = WebContent.Forms[WebContent.PickForm.Pick(ref random)];
        rows.OnWebsite("form_start"u8, instant, person, byNetwork).At(EventColumn.Form).Raw(form);
        rows.End();

        // Four in ten are given up, and one in ten of the others is sent only after half an hour; whoever sends one is known.
        if (rows.Left == 0 || rows.People.IsUnknown(person, instant) || person < 0 || !random.Chance(0.6))
        {
            return;
        }

        var sent = instant + (random.Chance(0.9) ? random.Between(20, 900) : random.Between(1900, 20_000));
        rows.OnWebsite("form_submit"u8, Math.Min(sent, last), person, accountIsKnown: true).At(EventColumn.Form).Raw(form);
        rows.End();
    }
}
