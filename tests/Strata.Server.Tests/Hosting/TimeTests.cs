using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Keys;
using Strata.Platform.Live;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Server.Tests.Tracking;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Server.Tests.Hosting;

/// <summary>A clock that ran ahead and was set back.</summary>
public sealed class TimeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 10, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-time-").FullName;
    private readonly MovedClock _clock = new(Now);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Time_that_is_ahead_is_told_and_set_back_where_the_operator_says_so()
    {
        await using (StrataServer server = await StartAsync())
        {
            await server.Services.GetRequiredService<IExclusiveWriter>().RunAsync(session =>
            {
                new RowLoader(session.Connection, session.Catalog).Upsert(session.Catalog.Account, [new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = "a1" }], 0);
                new DefinitionReconciler(session, DefinitionFiles.ReadText("segment: active\nof: accounts\nwhere: count(page_view) in last 30 days >= 1\n"), removeOthers: false)
                    .Apply("test", "because", session.Now, CancellationToken.None);
                return true;
            });
            await SendAsync(server, "m1");
            await HasAsync(server, 1);
            _clock.Now = Now + TimeSpan.FromDays(365);
            await HasAsync(server, 0);
            _clock.Now = Now + TimeSpan.FromMinutes(1);
            (await AheadAsync(server))!.Value.ShouldBeInRange(364 * 86_400, 365 * 86_400);
        }

        await using (StrataServer server = await StartAsync())
        {
            (await AheadAsync(server))!.Value.ShouldBeInRange(364 * 86_400, 365 * 86_400);
            server.Services.GetRequiredService<ILiveMemberships>().Segments.Single().Count.ShouldBe(0);
        }

        await using (StrataServer server = await StartAsync(setTimeBack: true))
        {
            (await AheadAsync(server)).ShouldBeNull();
            await HasAsync(server, 1);
            await SendAsync(server, "m2");
            _clock.Now = Now + TimeSpan.FromDays(29);
            await Task.Delay(600);
            await HasAsync(server, 1);
            _clock.Now = Now + TimeSpan.FromDays(31);
            await HasAsync(server, 0);
        }
    }

    private static async Task HasAsync(StrataServer server, long members)
    {
        var live = server.Services.GetRequiredService<ILiveMemberships>();
        for (int i = 0; i < 3000 && (live.Segments.Count == 0 || live.Segments.Single().Count != members); i++)
        {
            await Task.Delay(10);
        }

        live.Segments.Single().Count.ShouldBe(members);
    }

    private static async Task<long?> AheadAsync(StrataServer server)
    {
        using var http = new HttpClient { BaseAddress = server.Addresses[0] };
        JsonElement ready = await http.GetFromJsonAsync<JsonElement>("/readyz");
        ready.GetProperty("status").GetString().ShouldBe("ready");
        return ready.TryGetProperty("timeAheadSeconds", out JsonElement ahead) ? ahead.GetInt64() : null;
    }

    private static async Task SendAsync(StrataServer server, string id)
    {
        using Workspace session = server.Host.OpenSession();
        string key = session.Keys.Create(KeyScope.Track, "track", null).Text;
        using var http = new HttpClient { BaseAddress = server.Addresses[0], DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        (await http.PostAsJsonAsync("/v1/page", new { messageId = id, userId = "u1", context = new { groupId = "a1" } })).EnsureSuccessStatusCode();
    }

    private Task<StrataServer> StartAsync(bool setTimeBack = false) => StrataServer.StartAsync(
        new ServerOptions(new DataDirectory(_folder)) { Urls = ["http://127.0.0.1:0"], Log = false, Clock = _clock, SetsTimeBack = setTimeBack });
}
