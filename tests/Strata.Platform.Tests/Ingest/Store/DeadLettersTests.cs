using System.Globalization;
using System.Text;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Tests.Segments.Library;
using Strata.Platform.Tracking;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Tests.Ingest.Store;

public sealed class DeadLettersTests : IDisposable
{
    private readonly TestWorkspace _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Of_a_flood_the_newest_are_kept_as_they_came()
    {
        DuckDbConnection connection = _test.Workspace.Connection;
        DeadLetter full = Letter(0) with { Ip = "203.0.113.9", UserAgent = "Firefox", Privacy = PrivacySignals.DoNotTrack, Beside = "{}" };
        DeadLetters.Write(connection, [full]);
        DeadLetters.List(connection, 1).ShouldHaveSingleItem().ShouldBe(new StoredDeadLetter(1, full, ReplayedAt: null));

        DeadLetters.Write(connection, [.. Enumerable.Range(1, 30).Select(Letter)]);
        DeadLetters.Write(connection, [.. Enumerable.Range(31, (int)DeadLetters.Most + 20).Select(Letter)]);

        DeadLetters.Count(connection).ShouldBe(DeadLetters.Most);
        DeadLetters.List(connection, 1).ShouldHaveSingleItem().Letter.ShouldBe(Letter((int)DeadLetters.Most + 50));
    }

    [Fact]
    public void What_cannot_be_taken_waits_to_be_stored_as_events_do()
    {
        var pending = new PendingEvents();
        pending.AddDeadLetter(Letter(1));
        pending.Load.ShouldBe(1);
        pending.AddDeadLetter(Letter(1) with { Message = new string('x', 60_000) });
        pending.Load.ShouldBeGreaterThan(100);
        pending.Clear();
        pending.Load.ShouldBe(0);
    }

    [Theory]
    [InlineData("x", 200_000, DeadLetters.LongestMessage)]
    [InlineData("😀", 50_000, DeadLetters.LongestMessage)]
    [InlineData("😀x", 50_000, DeadLetters.LongestMessage - 1)]
    public void No_more_of_a_message_is_held_than_is_kept(string text, int times, int length)
    {
        byte[] body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times)));
        var request = new InputRequest(null, new RequestContext(5), "key", body);
        DeadLetter letter = DeadLetters.Of(request, beside: null, new MessageError(0, null, "size", "It is too long.", "Send less.", body));
        letter.Message.Length.ShouldBe(length);
        letter.Message.ShouldNotContain('\ufffd');
    }

    private static DeadLetter Letter(int number) =>
        new(number, "key", "batch", null, null, "It is no JSON object.", number.ToString(CultureInfo.InvariantCulture));
}
