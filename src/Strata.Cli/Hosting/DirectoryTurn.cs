using Strata.Cli.Hosting.Remote;
using Strata.Language;
using Strata.Server.LocalSocket;
using Strata.Warehouse.Schema;

namespace Strata.Cli.Hosting;

/// <summary>
/// Waits for a moment where another process is at the data directory: that is mostly a command, which is done soon, or a server that starts
/// and then carries commands out. So what is started together need not be started in an order.
/// </summary>
/// <param name="context">What wants the directory.</param>
internal sealed class DirectoryTurn(CliContext context)
{
    private const int Tries = 200;
    private const int SilentTries = 20;
    private static readonly TimeSpan TriedEvery = TimeSpan.FromMilliseconds(50);
    private int _tries;

    /// <summary>Waits before the directory is tried again.</summary>
    /// <param name="inUse">Why it could not be opened.</param>
    /// <returns>False where there is nothing to wait for: it is not in use, a server works there, or it takes too long.</returns>
    /// <exception cref="OperationCanceledException">The user wants it to stop.</exception>
    public bool Waits(UserErrorException inUse)
    {
        if (!WarehouseStore.IsInUse(inUse) || IsServed || _tries++ == Tries)
        {
            return false;
        }

        if (_tries == SilentTries)
        {
            context.Error.WriteLine($"Waiting: {inUse.Errors[0].Message}");
        }

        context.Cancellation.WaitHandle.WaitOne(TriedEvery);
        context.Cancellation.ThrowIfCancellationRequested();
        return true;
    }

    /// <summary>Opens the directory for a command.</summary>
    /// <exception cref="ServedMeanwhileException">A server started there meanwhile, and carries the command out.</exception>
    public T Open<T>(Func<T> open)
    {
        while (true)
        {
            try
            {
                return open();
            }
            catch (UserErrorException inUse)
            {
                if (Waits(inUse))
                {
                    continue;
                }

                if (WarehouseStore.IsInUse(inUse) && IsServed && CommandUses.Of(context.Arguments.CommandResult.Command) != CommandUse.Here)
                {
                    throw new ServedMeanwhileException();
                }

                throw;
            }
        }
    }

    private bool IsServed
    {
        get
        {
            using CommandClient? server = CommandClient.TryConnect(context.Directory);
            return server is not null;
        }
    }
}
