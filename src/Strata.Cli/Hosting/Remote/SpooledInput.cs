using Strata.Platform.Workspaces;

namespace Strata.Cli.Hosting.Remote;

/// <summary>
/// The standard input of a command that waits for its turn: inside of a server it is read to its end, into a file, before the turn
/// comes; elsewhere it is read where it is used.
/// </summary>
internal sealed class SpooledInput : IDisposable
{
    private readonly FileStream? _file;

    /// <summary>Reads it where the command uses it.</summary>
    /// <param name="isUsed">Whether the command does.</param>
    public SpooledInput(bool isUsed)
    {
        if (!isUsed || CommandHost.Current is null)
        {
            return;
        }

        string path = Path.GetTempFileName();
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16, FileOptions.DeleteOnClose);
        using Stream input = Caller.Current.StandardInput();
        input.CopyTo(_file);
        _file.Position = 0;
    }

    /// <summary>Opens it.</summary>
    public Stream Open() => _file ?? Caller.Current.StandardInput();

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
