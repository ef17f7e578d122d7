using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Cases;

namespace Strata.Cli.Commands;

/// <summary><c>strata test</c>: runs case files, the tests of definitions.</summary>
internal static class TestCommand
{
    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Case files, or folders of them",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Engine = new("--engine")
    {
        Description = "The engine to run them on: the index in memory, the warehouse (DuckDB), or all of them one after the other",
        HelpName = "index|duckdb|all",
        DefaultValueFactory = _ => AudienceEngines.Index,
    };

    public static Command Create()
    {
        var command = new Command("test", "Run tests of definitions: small data, expressions, and who must be in")
        {
            Paths, Engine, CommonOptions.AsOf, CommonOptions.Json,
        };
        command.Runs(Run, CommandUse.Here);
        return command.WithExamples(
            """
            strata test cases                      every case file below a folder
            strata test my-segments/tests.yaml --engine all
            """);
    }

    private static int Run(CliContext context)
    {
        IReadOnlyList<ICaseEngine> engines = CaseEngines.Find(context.Arguments.GetRequiredValue(Engine));
        AsOf? asOf = context.GivenAsOf(NodaTime.DateTimeZone.Utc);
        var report = new CaseReport(context);
        foreach (string file in context.Arguments.GetRequiredValue(Paths).SelectMany(CaseFiles.Below))
        {
            RunFile(file, engines, asOf, report, context);
        }

        report.Close();
        return report.Failed == 0 ? ExitCode.Done : ExitCode.UserError;
    }

    private static void RunFile(string path, IReadOnlyList<ICaseEngine> engines, AsOf? asOf, CaseReport report, CliContext context)
    {
        CaseFile file;
        try
        {
            file = CaseFiles.Read(path, ShippedCatalog.Load(), asOf);
        }
        catch (UserErrorException exception)
        {
            report.Broken(path, exception.Errors);
            return;
        }

        foreach (ICaseEngine engine in engines)
        {
            foreach (CaseResult result in CaseRunner.Run(file, engine, context.Cancellation))
            {
                report.Add(result);
            }
        }
    }
}
