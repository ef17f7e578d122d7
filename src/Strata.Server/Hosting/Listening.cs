using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Strata.Language;

namespace Strata.Server.Hosting;

/// <summary>Starts to listen, and says in the user's words why it cannot.</summary>
internal static class Listening
{
    private const int MaxPort = 65_535;

    /// <summary>Looks at the addresses before anything is begun.</summary>
    /// <exception cref="UserErrorException">Code <c>address</c>: there is none, or one that is none.</exception>
    public static void Check(ServerOptions options)
    {
        if (options.Urls.Count == 0)
        {
            throw new UserErrorException([Wrong("No address to listen at is named.")]);
        }

        UserError[] errors = [.. options.Urls.Select(Check).OfType<UserError>()];
        if (errors.Length > 0)
        {
            throw new UserErrorException(errors);
        }
    }

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
            throw new UserErrorException([Wrong(isTaken ? exception.Message : $"The server cannot listen at {string.Join(" and ", options.Urls)}: {exception.Message}")], exception);
        }
    }

    private static UserError? Check(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase)
                    ? new UserError("address", $"'{url}' is no address to listen at: the server speaks HTTP.", Fix: "Write http://…, and put a reverse proxy in front of it for TLS.")
                : !address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || address.Port is < 0 or > MaxPort ? NoAddress()
                : null;
        }
        catch (FormatException)
        {
            return NoAddress();
        }

        UserError NoAddress() => Wrong($"'{url}' is no address to listen at.");
    }

    private static UserError Wrong(string message) =>
        new("address", message, Fix: $"Name another address with --urls, such as {ServerOptions.DefaultUrl}; port 0 takes any that is free.");
}
