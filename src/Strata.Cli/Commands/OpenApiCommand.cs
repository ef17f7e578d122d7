using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Server;

namespace Strata.Cli.Commands;

/// <summary><c>strata openapi</c>: the description of the HTTP interface, for client generators.</summary>
internal static class OpenApiCommand
{
    public static Command Create()
    {
        var command = new Command("openapi", "Print the OpenAPI document of the HTTP interface, for client generators");
        command.RunsAsync(RunAsync);
        return command.WithExamples(
            """
            strata openapi > strata.json
            """);
    }

    private static async Task<int> RunAsync(CliContext context)
    {
        context.Output.WriteLine(await ApiDocument.WriteAsync(context.Clock, context.Cancellation));
        return ExitCode.Done;
    }
}
