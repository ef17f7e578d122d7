namespace Strata.Platform.Workspaces;

/// <summary>
/// Whose command is carried out: the folder that their relative paths start from, their name, their environment and their standard
/// input. A server carries out commands of several people at once, so that none of this is the process's own; it flows with the call
/// (also across threads and tasks) rather than through every signature.
/// </summary>
public sealed class Caller
{
    private static readonly AsyncLocal<Caller?> Ambient = new();
    private static readonly Caller Process = new()
    {
        Folder = null,
        UserName = Environment.UserName,
        Variable = Environment.GetEnvironmentVariable,
        StandardInput = Console.OpenStandardInput,
    };

    /// <summary>Whoever the running code works for: the process itself, unless <see cref="Use"/> said otherwise.</summary>
    public static Caller Current => Ambient.Value ?? Process;

    /// <summary>Where relative paths start, in full; null for the process's current folder.</summary>
    public required string? Folder { get; init; }

    /// <summary>The name of the operating system's user.</summary>
    public required string UserName { get; init; }

    /// <summary>The value of a variable of the environment, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Opens the standard input.</summary>
    public required Func<Stream> StandardInput { get; init; }

    /// <summary>The full path of a path as the caller wrote it; an empty one stays empty.</summary>
    public static string FullPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length == 0 ? path : Current.Folder is { } folder ? Path.GetFullPath(path, folder) : Path.GetFullPath(path);
    }

    /// <summary>Makes this the caller of everything called from here on, until the result is disposed.</summary>
    public IDisposable Use()
    {
        Caller? before = Ambient.Value;
        Ambient.Value = this;
        return new Restore(before);
    }

    private sealed class Restore(Caller? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
