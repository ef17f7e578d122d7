using Strata.Index.Live;

namespace Strata.Index.Tests.Live;

/// <summary>The newest events of everybody are those that a list of all of them has first; what was forgotten leaves nothing behind.</summary>
public sealed class RecentEventsTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 3, false)]
    [InlineData(3, 1, true)]
    [InlineData(4, 4, true)]
    public void Keeps_what_a_list_of_all_has_first(int seed, int kept, bool distinctContacts)
    {
        var random = new Random(seed);
        var events = new RecentEvents(kept, distinctContacts);
        var all = new Dictionary<int, List<(long Instant, long? Contact)>>();
        var timers = new Dictionary<int, long>();
        for (int step = 0; step < 30_000; step++)
        {
            // Of some references many fall on one place, of others few are near each other.
            int reference = random.Next(2) == 0 ? random.Next(300) : random.Next(40) << 20;
            switch (random.Next(12))
            {
                case 0:
                    events.Forget(reference);
                    all.Remove(reference);
                    timers.Remove(reference);
                    break;
                case 1:
                    events.Schedule(reference, step);
                    if (all.ContainsKey(reference))
                    {
                        timers[reference] = step;
                    }

                    break;
                default:
                    long instant = random.Next(1_000);
                    long? contact = random.Next(4) == 0 ? null : random.Next(6);
                    events.Add(reference, instant, contact);
                    if (!distinctContacts || contact is not null)
                    {
                        (all.TryGetValue(reference, out List<(long, long?)>? list) ? list : all[reference] = []).Add((instant, contact));
                    }

                    break;
            }

            long[] expected = all.TryGetValue(reference, out List<(long Instant, long? Contact)>? its) ? Newest(its, distinctContacts) : [];
            for (int place = 0; place < kept; place++)
            {
                events.Newest(reference, place).ShouldBe(place < expected.Length ? expected[place] : null);
            }

            events.Scheduled(reference).ShouldBe(timers.GetValueOrDefault(reference, long.MaxValue));
        }

        events.References.Order().ShouldBe(all.Keys.Order());
    }

    private static long[] Newest(List<(long Instant, long? Contact)> events, bool distinctContacts) => distinctContacts
        ? [.. events.GroupBy(one => one.Contact).Select(ofOne => ofOne.Max(one => one.Instant)).OrderDescending()]
        : [.. events.Select(one => one.Instant).OrderDescending()];
}
