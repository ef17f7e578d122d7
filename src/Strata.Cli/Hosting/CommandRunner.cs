using System.CommandLine;
using Strata.Cli.Hosting.Remote;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Cli.Hosting;

/// <summary>Runs the body of a command and turns how it ended into an exit code and a word to the user.</summary>
internal static class CommandRunner
{
    /// <summary>Gives a command its body; the body returns an exit code.</summary>
    public static void Runs(this Command command, Func<CliContext, int> body, CommandUse use = CommandUse.Reads)
    {
        CommandUses.Note(command, use);
        command.SetAction((arguments, cancellation) => RunAsync(
            new CliContext(arguments, cancellation),
            context => use == CommandUse.Changes ? InTurn.RunAsync(() => body(context), cancellation) : Task.FromResult(body(context))));
    }

    /// <summary>Gives a command its asynchronous body.</summary>
    public static void RunsAsync(this Command command, Func<CliContext, Task<int>> body, CommandUse use = CommandUse.Here)
    {
        CommandUses.Note(command, use);
        command.SetAction((arguments, cancellation) => RunAsync(new CliContext(arguments, cancellation), body));
    }

    private static async Task<int> RunAsync(CliContext context, Func<CliContext, Task<int>> body)
    {
        try
        {
            return await body(context);
        }
        catch (UserErrorException exception)
        {
            ErrorRenderer.Write(context, exception.Errors);
            return ExitCode.UserError;
        }
        catch (DuckDbException exception) when (EngineMemory.Explain(exception) is { } explained)
        {
            ErrorRenderer.Write(context, explained.Errors);
            return ExitCode.UserError;
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            context.Error.WriteLine("Stopped. What was not finished was undone.");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The outermost frame: whatever is left is a fault, and is reported as one.
        catch (Exception exception) when (exception is not ServedMeanwhileException)
#pragma warning restore CA1031
        {
            ErrorRenderer.WriteFault(context, exception);
            return ExitCode.Fault;
        }
    }
}
