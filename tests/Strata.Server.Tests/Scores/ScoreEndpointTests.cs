using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Keys;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Workspaces;
using Strata.Server.Hosting;
using Strata.Warehouse.Load;

namespace Strata.Server.Tests.Scores;

public sealed class ScoreEndpointTests
{
    private const long Day = 86_400_000_000L;

    [Fact]
    public async Task A_score_is_trained_shown_explained_and_written_and_live_segments_follow()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.SeedAsync("segment: likely\nof: accounts\nwhere: win_score > 45\n");
        await SeedDealsAsync(server);
        using HttpClient write = server.As(KeyScope.Write);
        using HttpClient read = server.As(KeyScope.Read);

        (await read.PostAsJsonAsync("/v1/scores/win/versions", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        JsonElement trained = (await TestServer.JobOf(write, "/v1/scores/win/versions", new { months = 24 })).GetProperty("result");
        trained.GetProperty("inUse").GetBoolean().ShouldBeTrue();
        trained.GetProperty("card").GetProperty("data").GetProperty("examples").GetInt32().ShouldBe(300);
        JsonElement card = await TestServer.JsonOf(await read.GetAsync("/v1/scores/win"));
        card.GetProperty("card").GetProperty("test").GetProperty("groups").GetArrayLength().ShouldBe(10);

        JsonElement run = (await TestServer.JobOf(write, "/v1/scores/run", new { scores = new[] { "win" } })).GetProperty("result");
        run.GetProperty("changed").GetInt64().ShouldBe(310);
        JsonElement members = await TestServer.JsonOf(await read.GetAsync("/v1/segments/likely/members?limit=1"));
        members.GetProperty("total").GetInt64().ShouldBeGreaterThan(100);

        JsonElement reasons = await TestServer.JsonOf(await read.GetAsync("/v1/scores/win/accounts/d000"));
        reasons.GetProperty("reasons")[0].GetProperty("feature").GetString()!.ShouldStartWith("industry");
        JsonElement list = await TestServer.JsonOf(await read.GetAsync("/v1/scores"));
        list.GetProperty("models").GetArrayLength().ShouldBe(1);
        JsonElement alike = await TestServer.JsonOf(await read.PostAsJsonAsync("/v1/lookalikes", new { segment = "industry = \"SaaS\" and win_score is known", limit = 3 }));
        alike.GetProperty("accounts").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.SeedAsync("segment: everybody\nof: accounts\nwhere: employees >= 0\n");
        using HttpClient write = server.As(KeyScope.Write);
        (await write.GetAsync("/v1/scores/win")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await write.PostAsJsonAsync("/v1/scores/luck/versions", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonElement failed = await TestServer.JobOf(write, "/v1/scores/win/versions", new { });
        failed.GetProperty("error").GetProperty("detail").GetString().ShouldBe("There are no deals that have ended.");
        (await write.PostAsJsonAsync("/v1/lookalikes", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_schedule_trains_and_writes_when_it_is_due()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.SeedAsync("segment: likely\nof: accounts\nwhere: win_score > 45\n");
        await SeedDealsAsync(server);
        using Workspace session = server.Server.Host.OpenSession();
        var writer = server.Server.Services.GetRequiredService<IExclusiveWriter>();
        var notices = new List<string>();
        await using var schedule = ScoreSchedule.Start(server.Server.Host, writer, TimeProvider.System, notices.Add);
        await schedule.TickAsync(CancellationToken.None);
        ScoreModels.LastWritten(session).ShouldBeNull();

        ScoreTrainer.Train(session, ScoreDefinition.Win, new TrainingOptions());
        session.Settings.Set(WorkspaceSettings.ScoreSchedule, "daily");
        session.Settings.Set(WorkspaceSettings.TrainSchedule, "monthly");
        await schedule.TickAsync(CancellationToken.None);
        long written = ScoreModels.LastWritten(session)!.Value;
        notices.ShouldBeEmpty();
        await schedule.TickAsync(CancellationToken.None);
        ScoreModels.LastWritten(session).ShouldBe(written);
    }

    [Fact]
    public async Task A_schedule_trains_scores_whose_model_is_old()
    {
        var clock = new LaterClock();
        await using TestServer server = await TestServer.StartAsync(options => options with { Clock = clock });
        await SeedDealsAsync(server);
        using Workspace session = server.Server.Host.OpenSession();
        ScoreTrainer.Train(session, ScoreDefinition.Win, new TrainingOptions());
        session.Settings.Set(WorkspaceSettings.TrainSchedule, "monthly");
        var notices = new List<string>();
        await using var schedule = ScoreSchedule.Start(server.Server.Host, server.Server.Services.GetRequiredService<IExclusiveWriter>(), clock, notices.Add);

        await schedule.TickAsync(CancellationToken.None);
        ScoreModels.List(session).Models.Count.ShouldBe(1);

        clock.Later = TimeSpan.FromDays(32);
        await schedule.TickAsync(CancellationToken.None);
        ScoreModels.List(session).Models.Select(model => model.Version).ShouldBe([2, 1], ignoreOrder: true);
        ScoreModels.List(session).Models.Count(model => model.InUse).ShouldBe(1);
        notices.ShouldHaveSingleItem().ShouldStartWith("The score 'win' was trained as version 2. ");
    }

    [Fact]
    public async Task Another_version_is_used_where_a_person_says_so()
    {
        await using TestServer server = await TestServer.StartAsync();
        await SeedDealsAsync(server);
        using HttpClient write = server.As(KeyScope.Write);
        await TestServer.JobOf(write, "/v1/scores/win/versions", new { });
        await TestServer.JobOf(write, "/v1/scores/win/versions", new { });

        JsonElement used = await TestServer.JsonOf(await write.PostAsJsonAsync("/v1/scores/win/use", new { version = 2 }));

        used.GetProperty("inUse").GetBoolean().ShouldBeTrue();
        used.GetProperty("verdict").GetString()!.ShouldContain("Write (key ");
        (await write.PostAsJsonAsync("/v1/scores/win/use", new { version = 9 })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private sealed class LaterClock : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Later;
    }

    private static Task SeedDealsAsync(TestServer server) => server.WriteAsync(session =>
    {
        long now = session.Now.Instant;
        var loader = new RowLoader(session.Connection, session.Catalog);
        Dictionary<string, object?>[] accounts =
        [
            .. Enumerable.Range(0, 300).Select(number => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["id"] = $"d{number:000}", ["name"] = $"Deal company {number}", ["industry"] = number % 2 == 0 ? "SaaS" : "Retail Trade",
            }),
        ];
        Dictionary<string, object?>[] deals =
        [
            .. Enumerable.Range(0, 300).Select(number => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["account"] = $"d{number:000}", ["id"] = $"o{number}", ["name"] = $"Deal {number}", ["is_closed"] = true,
                ["is_won"] = number % 2 == 0 ? number % 5 != 0 : number % 5 == 0,
                ["created_at"] = now - ((400 - number) * Day), ["closed_at"] = now - ((390 - number) * Day),
            }),
        ];
        loader.Upsert(session.Catalog.Account, accounts, now - (500 * Day));
        loader.Upsert(session.Catalog.Collections["opportunities"], deals, now - Day);
        return true;
    });
}
