using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Strata.Cli.Tests;

/// <summary><c>strata import</c> when the disk is full and when it is stopped.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_full_disk_is_told_plainly_and_loses_nothing()
    {
        File.WriteAllText(Path.Combine(_folder, "first.csv"), "Account ID,Account Name,Employees\n1,Acme,20\n");
        File.WriteAllText(Path.Combine(_folder, "accounts.csv"), ManyAccounts(200_000));
        StrataProcess.Run(_folder, "import", "first.csv", "--as", "accounts").Succeeded();

        // A limit on the size of files, with its signal ignored, fails writes as a full disk does. The runtime keeps its own code in a
        // file in memory, which the limit would hit too, unless it is told not to.
        Outcome full = StrataProcess.Shell(_folder, "trap '' XFSZ; ulimit -f 6144; DOTNET_EnableWriteXorExecute=0 strata import accounts.csv");
        full.ExitCode.ShouldBe(1, full.Error);
        full.Error.ShouldContain("no room left on the disk; nothing of accounts.csv was imported");
        StrataProcess.Run(_folder, "count", "employees is known").Succeeded().Trim().ShouldBe("1");

        StrataProcess.Run(_folder, "import", "accounts.csv").Succeeded();
        StrataProcess.Run(_folder, "count", "employees is known").Succeeded().Trim().ShouldBe("200001");
    }

    [Fact]
    public void Ctrl_C_undoes_the_file_in_hand_and_says_so()
    {
        using Process import = StrataProcess.Start(_folder, "import", "-", "--as", "accounts");
        import.StandardInput.Write("Account ID,Account Name,Employees\n");
        import.StandardInput.Flush();
        using (Process signal = Process.Start("kill", ["-INT", import.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            signal.WaitForExit();
        }

        FeedUntilItEnds(import);
        import.WaitForExit();

        // A signal that comes before the program listens to it ends the program at once: nothing was imported then either.
        import.ExitCode.ShouldBe(130);
        string error = import.StandardError.ReadToEnd();
        (error.Length == 0 || error.Contains("Nothing of standard input was imported", StringComparison.Ordinal)).ShouldBeTrue(error);
    }

    private static void FeedUntilItEnds(Process import)
    {
        string rows = ManyAccounts(10_000);
        try
        {
            while (!import.HasExited)
            {
                import.StandardInput.Write(rows);
            }
        }
        catch (IOException)
        {
            // The reader is gone: that is the end waited for.
        }
    }

    private static string ManyAccounts(int rows)
    {
        var text = new StringBuilder("Account ID,Account Name,Employees\n");
        for (int i = 0; i < rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"x{i},{(long)i * 2_654_435_761 % 4_294_967_291:x}{(long)i * 40_503 % 65_521:x} Holdings number {i},{i % 9000}\n");
        }

        return text.ToString();
    }
}
