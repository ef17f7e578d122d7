using Microsoft.Extensions.Hosting;

namespace Strata.Server.Hosting;

/// <summary>Leaves signals to whoever started the server: it, and not the web host, says when to stop.</summary>
internal sealed class CallerLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
