namespace Strata.Web.Tests.Harness;

/// <summary>
/// Tests in a browser. After each it is seen that the console told of no error and no script failed, apart from the test's own failure:
/// where both fail, both are told of.
/// </summary>
/// <param name="app">The app.</param>
public abstract class BrowserTests(WebAppFixture app) : IAsyncLifetime
{
    /// <summary>The app.</summary>
    protected WebAppFixture App { get; } = app;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        App.TakeErrors().ShouldBeEmpty();
        return Task.CompletedTask;
    }
}
