namespace Strata.Testing;

/// <summary>The repository that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Its root folder: the one that holds <c>Strata.slnx</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>The full path of a file or folder of the repository, given with forward slashes.</summary>
    public static string PathOf(string path) => Path.Combine([Root, .. path.Split('/')]);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Strata.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Strata.slnx above {AppContext.BaseDirectory}.");
    }
}
