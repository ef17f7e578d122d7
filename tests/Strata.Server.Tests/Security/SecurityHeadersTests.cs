using Strata.Platform.Keys;

namespace Strata.Server.Tests.Security;

public sealed class SecurityHeadersTests
{
    [Theory]
    [InlineData("/v1/segments")]
    [InlineData("/v1/session")]
    [InlineData("/v1/no-such-thing")]
    [InlineData("/v1/segments/none")]
    public async Task What_the_interface_answers_is_kept_by_nobody_and_shown_in_no_page(string path)
    {
        await using TestServer server = await TestServer.StartAsync();

        HttpResponseMessage answer = await server.As(KeyScope.Read).GetAsync(path);

        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldBe("default-src 'none'; frame-ancestors 'none'");
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
    }
}
