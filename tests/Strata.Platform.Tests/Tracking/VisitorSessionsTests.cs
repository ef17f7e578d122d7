using System.Runtime.CompilerServices;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Ingest;
using Strata.Platform.Tracking;

namespace Strata.Platform.Tests.Tracking;

public sealed class VisitorSessionsTests
{
    private static readonly RowType Short = new(RowKind.Event, "page_view", [new FieldDefinition("page", FieldType.Text), new FieldDefinition("seconds", FieldType.Number)]);
    private static readonly RowType Long = new(RowKind.Event, "page_view", [.. Short.Fields, new FieldDefinition("kinds", FieldType.Set), new FieldDefinition("title", FieldType.Text)]);

    [Fact]
    public void Visitors_stand_in_arrays_that_are_large_enough_for_huge_pages() =>
        ((long)VisitorStates.Chunk * Unsafe.SizeOf<VisitorState>()).ShouldBeGreaterThanOrEqualTo(LargeArray.Large);

    [Fact]
    public void Each_visitor_has_the_page_they_are_on_whoever_came_and_went_before()
    {
        const int Most = 300, Visitors = 2_000;
        var sessions = new VisitorSessions(Most);
        var expected = new Dictionary<string, EventRow>(StringComparer.Ordinal);
        var random = new Random(7);
        var gone = new List<string>();
        for (int i = 0; i < Visitors; i++)
        {
            string visitor = $"visitor {random.Next(600)}{new string('é', random.Next(80))}";
            EventRow row = Row(i, random);
            sessions.Open(VisitorLinks.KeyOf(visitor), visitor, heard: i).OpenPage(new IngestedEvent(row, i, null, null, null), new PendingPlace(3, i), knownAt: 0);
            expected[visitor] = row;
            while (sessions.TakeGone(now: i) is { } leaving)
            {
                ShouldBe(leaving, leaving.AnonymousId, expected);
                expected.Remove(leaving.AnonymousId).ShouldBeTrue();
                gone.Add(leaving.AnonymousId);
            }
        }

        expected.Count.ShouldBe(Most);
        gone.Count.ShouldBeGreaterThan(Most);
        foreach (string visitor in expected.Keys)
        {
            ShouldBe(sessions.Find(VisitorLinks.KeyOf(visitor)).ShouldNotBeNull(), visitor, expected);
        }

        sessions.Find(VisitorLinks.KeyOf(gone.First(visitor => !expected.ContainsKey(visitor)))).ShouldBeNull();
    }

    [Fact]
    public void Where_there_is_no_room_those_go_who_were_not_heard_of_for_longest_and_are_counted()
    {
        var sessions = new VisitorSessions(most: 2);
        foreach (string visitor in new[] { "a", "b" })
        {
            sessions.Open(VisitorLinks.KeyOf(visitor), visitor, heard: 0);
        }

        sessions.Find(VisitorLinks.KeyOf("a")).ShouldNotBeNull().LastHeard = 5;
        sessions.Open(VisitorLinks.KeyOf("c"), "c", heard: 6);
        sessions.TakeGone(now: 6).ShouldNotBeNull().AnonymousId.ShouldBe("b");
        sessions.TakeGone(now: 6).ShouldBeNull();
        sessions.EndedEarly.ShouldBe(1);

        long later = VisitorSessions.IdleMicroseconds + 6;
        string[] gone = [sessions.TakeGone(later).ShouldNotBeNull().AnonymousId, sessions.TakeGone(later).ShouldNotBeNull().AnonymousId];
        gone.ShouldBe(["a", "c"], ignoreOrder: true);
        sessions.EndedEarly.ShouldBe(1, "these went by themselves");
    }

    [Theory]
    [InlineData(1, 200_000)]
    [InlineData(8, 894_784)]
    [InlineData(24, 2_684_354)]
    [InlineData(256, 4_000_000)]
    public void As_many_are_kept_as_memory_allows(int gibibytes, int most) => VisitorSessions.MostFor((long)gibibytes << 30).ShouldBe(most);

    [Fact]
    public void A_page_says_the_time_it_came_with_until_it_is_told_another()
    {
        VisitorSession session = new VisitorSessions(10).Open(1, "a", heard: 0);
        session.OpenPage(new IngestedEvent(new EventRow(Short, "e", 5, null, [DataValue.Missing, DataValue.OfUnits(30_000)]), null, null, null, null), default, knownAt: 0);
        OpenPage page = session.Page.ShouldNotBeNull();
        (page.Time, page.IsMeasured, page.Account).ShouldBe((DataValue.OfUnits(30_000), true, null));
        page.Time = DataValue.OfUnits(50_000);
        page.Row(Long).Property("seconds").ShouldBe(DataValue.OfUnits(50_000));
        session.OpenPage(new IngestedEvent(new EventRow(Short, "f", 6, null, []), 4, null, null, null), default, knownAt: 0);
        (page.Time, page.IsMeasured, page.Account, page.EventId).ShouldBe((DataValue.Missing, false, 4, "f"));
        session.ClosePage();
        session.Page.ShouldBeNull();
    }

    private static EventRow Row(int number, Random random)
    {
        string text = new((char)('a' + random.Next(26)), random.Next(1, random.Next(20) == 0 ? 6_000 : 300));
        DataValue[] values = [DataValue.OfText(text.ToUpperInvariant(), text), number % 3 == 0 ? DataValue.OfUnits(number) : DataValue.Missing];
        return random.Next(2) == 0
            ? new EventRow(Short, $"event {number}", number, null, values)
            : new EventRow(Long, $"event {number}", number, number, [.. values, random.Next(4) == 0 ? DataValue.OfSet([text], [text]) : DataValue.Missing, DataValue.OfText("t", "t")]);
    }

    private static void ShouldBe(VisitorSession session, string visitor, Dictionary<string, EventRow> expected)
    {
        EventRow row = expected[visitor];
        session.AnonymousId.ShouldBe(visitor);
        OpenPage page = session.Page.ShouldNotBeNull();
        (page.EventId, page.Instant, page.Contact, page.Account, page.Place).ShouldBe((row.Id, row.Instant, row.Contact, row.Instant, new PendingPlace(3, (int)row.Instant)));
        EventRow held = page.Row(row.Type);
        foreach (FieldDefinition field in row.Type.Fields)
        {
            held.Property(field.Name).ShouldBe(row.Property(field.Name));
        }
    }
}
