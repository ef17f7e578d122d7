using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strata.Language;
using Strata.Platform.Keys;
using Strata.Server.Jobs;

namespace Strata.Server.Tests.Jobs;

public sealed class JobEndpointTests() : ServedTests(KeyScope.Admin)
{
    private JobRegistry Registry => Server.Server.Services.GetRequiredService<JobRegistry>();

    [Fact]
    public async Task A_job_tells_how_far_it_is_and_what_came_of_it()
    {
        var reported = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        Job job = Registry.Start("sum", "One and one", "Ann", async context =>
        {
            context.Report(0.5, "adding");
            reported.SetResult();
            await goOn.Task;
            return new Sum(2);
        }, link: "/v1/sums/1");
        await reported.Task;

        JsonElement running = await ShowAsync(job);
        running.GetProperty("state").GetString().ShouldBe("running");
        running.GetProperty("progress").GetDouble().ShouldBe(0.5);
        running.GetProperty("phase").GetString().ShouldBe("adding");
        running.TryGetProperty("endedAt", out _).ShouldBeFalse();

        goOn.SetResult();
        JsonElement done = await EndOfAsync(job);
        done.GetProperty("state").GetString().ShouldBe("done");
        done.GetProperty("result").GetProperty("total").GetInt32().ShouldBe(2);
        done.GetProperty("owner").GetString().ShouldBe("Ann");
        done.GetProperty("link").GetString().ShouldBe("/v1/sums/1");
    }

    [Fact]
    public async Task Errors_of_the_user_are_told_and_faults_are_not()
    {
        Job wrong = Registry.Start<Sum>("sum", "Wrong", "Ann", _ => throw new UserErrorException("argument", "One is missing.", fix: "Give two."));
        Job fault = Registry.Start<Sum>("sum", "Fault", "Ann", _ => throw new InvalidOperationException("secret"));

        JsonElement error = (await EndOfAsync(wrong)).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("argument");
        error.GetProperty("detail").GetString().ShouldBe("One is missing.");
        error.GetProperty("errors")[0].GetProperty("fix").GetString().ShouldBe("Give two.");
        JsonElement failed = await EndOfAsync(fault);
        failed.GetProperty("state").GetString().ShouldBe("failed");
        failed.GetRawText().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Only_whoever_asked_for_it_or_an_administrator_cancels()
    {
        Job job = Registry.Start<Sum>("sum", "Endless", "Ann", context => ForeverAsync(context.Cancellation));
        using HttpClient other = Server.As(KeyScope.Write);

        HttpResponseMessage refused = await other.DeleteAsync($"/v1/jobs/{job.Description.Id}");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TestServer.JsonOf(refused)).GetProperty("code").GetString().ShouldBe("scope");
        (await Http.DeleteAsync($"/v1/jobs/{job.Description.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await EndOfAsync(job)).GetProperty("state").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task Two_run_and_the_others_wait_and_can_be_cancelled_while_they_do()
    {
        Job[] busy = [.. Enumerable.Range(0, 2).Select(i => Registry.Start<Sum>("sum", $"Busy {i}", "Ann", context => ForeverAsync(context.Cancellation)))];
        Job waiting = Registry.Start("sum", "Waiting", "Ann", _ => Task.FromResult(new Sum(1)));

        (await ShowAsync(waiting)).GetProperty("state").GetString().ShouldBe("waiting");
        waiting.Cancel();
        (await EndOfAsync(waiting)).GetProperty("state").GetString().ShouldBe("cancelled");
        Job next = Registry.Start("sum", "Next", "Ann", _ => Task.FromResult(new Sum(1)));
        busy[0].Cancel();
        (await EndOfAsync(next)).GetProperty("state").GetString().ShouldBe("done");
        JsonElement listed = await Http.GetFromJsonAsync<JsonElement>("/v1/jobs?state=running");
        listed.GetProperty("jobs").EnumerateArray().Select(one => one.GetProperty("title").GetString()).ShouldBe(["Busy 1"]);
    }

    [Fact]
    public async Task A_server_that_stops_cancels_what_is_under_way()
    {
        var begun = new TaskCompletionSource();
        Job job = Registry.Start<Sum>("sum", "Endless", "Ann", context =>
        {
            begun.SetResult();
            return ForeverAsync(context.Cancellation);
        });
        await begun.Task;

        await Server.Server.StopAsync();

        job.Now.State.ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task A_job_that_there_is_not_is_not_found()
    {
        (await Http.GetAsync("/v1/jobs/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Http.DeleteAsync("/v1/jobs/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<Sum> ForeverAsync(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return new Sum(0);
    }

    private async Task<JsonElement> ShowAsync(Job job) => await Http.GetFromJsonAsync<JsonElement>($"/v1/jobs/{job.Description.Id}");

    private async Task<JsonElement> EndOfAsync(Job job)
    {
        while (!job.Now.HasEnded)
        {
            await Task.Delay(5);
        }

        return await ShowAsync(job);
    }

    private sealed record Sum(int Total);
}
