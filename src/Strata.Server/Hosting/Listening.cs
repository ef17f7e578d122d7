using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Strata.Language;

namespace Strata.Server.Hosting;

/// <summary>Starts to listen, and says in the user's words why it cannot.</summary>
internal static class Listening
{
    /// <summary>Starts the application.</summary>
    /// <exception cref="UserErrorException">Code <c>address</c>: an address is none, is taken, or may not be used.</exception>
    public static async Task StartAsync(WebApplication application, ServerOptions options, CancellationToken cancellation)
    {
        try
        {
            await application.StartAsync(cancellation);
        }
        catch (Exception exception) when (exception is IOException or SocketException or FormatException or InvalidOperationException or NotSupportedException)
        {
            bool isTaken = exception.InnerException is AddressInUseException;
            throw new UserErrorException(
                [new UserError(
                    "address",
                    isTaken ? exception.InnerException!.Message : $"The server cannot listen at {string.Join(" and ", options.Urls)}: {exception.Message}",
                    Fix: $"Name another address with --urls, such as {ServerOptions.DefaultUrl}; port 0 takes any that is free.")],
                exception);
        }
    }
}
