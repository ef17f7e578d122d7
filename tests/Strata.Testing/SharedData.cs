using Xunit.Abstractions;

namespace Strata.Testing;

/// <summary>
/// The real data sets that lie beside the repository in <c>shared/data</c> and are no part of it. The environment variable
/// <c>STRATA_SHARED_DATA</c> names another folder.
/// </summary>
public static class SharedData
{
    /// <summary>The folder, or null where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>
    /// The full path of a file or folder below <see cref="Root"/>, or null where it is not there; then the test's output says so, and the
    /// test should return at once.
    /// </summary>
    /// <param name="output">The output of the test that asks.</param>
    /// <param name="path">A path relative to the folder, with forward slashes.</param>
    public static string? Require(ITestOutputHelper output, string path)
    {
        ArgumentNullException.ThrowIfNull(output);
        string? full = Root is null ? null : Path.Combine([Root, .. path.Split('/')]);
        if (full is not null && (File.Exists(full) || Directory.Exists(full)))
        {
            return full;
        }

        string message = $"NOT CHECKED: shared data '{path}' is not there (looked in {Root ?? "no folder shared/data beside the repository"}); set STRATA_SHARED_DATA.";
        output.WriteLine(message);
        Console.WriteLine(message);
        return null;
    }

    private static string? Find()
    {
        string? configured = Environment.GetEnvironmentVariable("STRATA_SHARED_DATA");
        if (!string.IsNullOrEmpty(configured))
        {
            return Directory.Exists(configured) ? configured : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
