using Strata.Testing;

namespace Strata.Architecture.Tests;

/// <summary>The files of the repository that people write.</summary>
internal static class Sources
{
    private static readonly string[] Generated = ["artifacts", "bin", "obj", "node_modules", ".git", "TestResults"];

    /// <summary>Paths relative to the root, with forward slashes, of the files below some folders.</summary>
    public static IEnumerable<string> Below(params string[] folders) =>
        folders.Where(folder => Directory.Exists(Repository.PathOf(folder))).SelectMany(folder => Walk(Repository.PathOf(folder)));

    public static string Text(string path) => File.ReadAllText(Repository.PathOf(path));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            yield return Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
        }

        foreach (string below in Directory.EnumerateDirectories(folder).Where(below => !Generated.Contains(Path.GetFileName(below), StringComparer.Ordinal)))
        {
            foreach (string file in Walk(below))
            {
                yield return file;
            }
        }
    }
}
