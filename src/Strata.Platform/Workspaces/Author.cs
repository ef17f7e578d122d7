using System.ComponentModel;
using System.Diagnostics;

namespace Strata.Platform.Workspaces;

/// <summary>Who makes a change: for versions of definitions.</summary>
public static class Author
{
    /// <summary>
    /// <c>STRATA_AUTHOR</c> where it is set, else git's <c>user.name &lt;user.email&gt;</c> where git knows one, else the name of the
    /// operating system's user.
    /// </summary>
    public static string Find()
    {
        string? given = Caller.Current.Variable("STRATA_AUTHOR");
        if (!string.IsNullOrWhiteSpace(given))
        {
            return given.Trim();
        }

        string? name = Git("user.name");
        string? email = Git("user.email");
        return (name, email) switch
        {
            ({ }, { }) => $"{name} <{email}>",
            (null, null) => Caller.Current.UserName,
            _ => name ?? email!,
        };
    }

    private static string? Git(string key)
    {
        try
        {
            using Process? git = Process.Start(new ProcessStartInfo("git", ["config", "--get", key]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true });
            string? value = git?.StandardOutput.ReadLine()?.Trim();
            git?.WaitForExit();
            return string.IsNullOrEmpty(value) ? null : value;
        }
        catch (Win32Exception)
        {
            // There is no git on this machine.
            return null;
        }
    }
}
