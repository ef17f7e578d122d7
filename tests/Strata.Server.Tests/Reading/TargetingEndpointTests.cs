using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Strata.Platform.Keys;

namespace Strata.Server.Tests.Reading;

public sealed class TargetingEndpointTests() : ServedTests(KeyScope.Read, Definitions)
{
    private const string Definitions =
        """
        segment: target-market
        of: accounts
        where: employees >= 300
        ---
        segmentation: size
        of: accounts
        segments:
          - value: Large
            where: employees >= 500
        other: Small
        """;

    [Fact]
    public async Task A_list_comes_with_its_steps_tiers_and_reasons()
    {
        JsonElement list = await Http.GetFromJsonAsync<JsonElement>("/v1/tal?fit=employees&capacity=1:1=2,1:few=1&limit=100");

        long size = list.GetProperty("steps").EnumerateArray().Last().GetProperty("size").GetInt64();
        size.ShouldBeGreaterThan(0);
        list.GetProperty("accounts").GetArrayLength().ShouldBe((int)size);
        list.GetProperty("accounts")[0].GetProperty("reason").GetString()!.ShouldContain("employees");
        list.GetProperty("definitions")[1].GetString()!.ShouldStartWith("segmentation: tier");
    }

    [Fact]
    public async Task A_segmentation_is_validated()
    {
        JsonElement report = await Http.GetFromJsonAsync<JsonElement>("/v1/segmentations/size/validation");

        report.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("value").GetString()).ShouldBe(["Large", "Small"]);
        report.GetProperty("criteria")[0].GetProperty("state").GetString().ShouldBe("unknown");
    }

    [Theory]
    [InlineData("/v1/tal?fit=nothing", HttpStatusCode.BadRequest)]
    [InlineData("/v1/tal?fit=employees&capacity=many", HttpStatusCode.BadRequest)]
    [InlineData("/v1/segmentations/shape/validation", HttpStatusCode.BadRequest)]
    [InlineData("/v1/segmentations/size/validation?months=0", HttpStatusCode.BadRequest)]
    [InlineData("/v1/segments/target-market/committee", HttpStatusCode.BadRequest)]
    [InlineData("/v1/segments/nothing/committee", HttpStatusCode.NotFound)]
    public async Task Wrong_questions_are_refused(string path, HttpStatusCode status) => (await Http.GetAsync(path)).StatusCode.ShouldBe(status);
}
