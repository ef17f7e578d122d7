using System.CommandLine;
using System.Diagnostics;
using Strata.Cli.Hosting;
using Strata.Cli.Hosting.Remote;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Demo;
using Strata.Platform.Generation;
using Strata.Platform.Import;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Workspaces;
using Strata.Server;
using Strata.Warehouse.Schema;

namespace Strata.Cli.Commands;

/// <summary><c>strata demo</c>: the whole product on a made-up market.</summary>
internal static class DemoCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "demo";

    /// <summary>The data directory where nothing names another.</summary>
    public const string DefaultDirectory = ".strata-demo";

    private static readonly Option<long> Accounts = Number("--accounts", "How many accounts", UniverseOptions.DefaultAccounts);

    private static readonly Option<long> Events = Number("--events", "How many events", UniverseOptions.DefaultEvents);

    private static readonly Option<long> Seed = Number("--seed", "Everything random follows from it", 1);

    private static readonly Option<bool> NoServe = new("--no-serve") { Description = "End when everything is shown, instead of serving the web app and the interface over the demo's data" };

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to serve it",
        HelpName = "URLS",
        DefaultValueFactory = _ => ServerOptions.DefaultUrl,
    };

    public static Command Create()
    {
        var command = new Command(Name, $"See the whole product on a made-up market: generate, import, define, count, explain, export, and serve it (in ./{DefaultDirectory} unless --data names a directory)")
        {
            Accounts, Events, Seed, NoServe, Urls, CommonOptions.AsOf, CommonOptions.Json,
        };
        command.RunsAsync(RunAsync, CommandUse.Reads);
        command.IsAudited();
        return command.WithExamples(
            """
            strata demo
            strata demo --accounts 2000 --events 50000 --data /tmp/small --no-serve
            """);
    }

    private static Option<long> Number(string name, string description, long standard) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };

    private static async Task<int> RunAsync(CliContext context)
    {
        long started = Stopwatch.GetTimestamp();
        DataDirectory directory = context.Directory;
        var options = new UniverseOptions
        {
            Directory = Path.Combine(directory.FullPath, "universe"),
            Accounts = context.Arguments.GetValue(Accounts),
            Events = context.Arguments.GetValue(Events),
            Seed = context.Arguments.GetValue(Seed),
        };
        var report = new DemoReport(context);
        var mark = new DemoMark(directory, options);
        bool isThere = mark.IsThere();

        // What is served is looked at now: the data ends today, unless an instant is given.
        options = options with { AsOf = GivenAsOf(context) ?? mark.AsOf ?? (isThere ? options.AsOf : new DateTimeOffset(context.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero)) };
        if (isThere)
        {
            report.AlreadyThere(directory);
        }
        else
        {
            mark.Begin();
            GenerationResult generated = await report.TimedAsync(
                "generated", async line => await UniverseGenerator.GenerateAsync(options, new GenerationLine(line), context.Cancellation), report.Generated);
            await InTurn.RunAsync(() => report.Timed("imported", line => Import(context, generated, line), report.Imported), context.Cancellation);
        }

        DemoResult result = await InTurn.RunAsync(() => report.Timed("defined and counted", _ => Tour(context, options), report.Toured), context.Cancellation);
        mark.Set(mark.AsOf ?? options.AsOf);
        report.Close(directory, result, Stopwatch.GetElapsedTime(started));
        if (context.Json || context.Arguments.GetValue(NoServe))
        {
            return ExitCode.Done;
        }

        await InTurn.RunAsync(() => report.Timed("learned", line => Learn(context, line), models => Phrases.Count(models, "score")), context.Cancellation);
        var serving = new ServerOptions(directory) { Urls = context.Arguments.GetRequiredValue(Urls).Split(';', StringSplitOptions.TrimEntries), Log = false };
        return await ServeCommand.RunAsync(context, serving, report.Serving);
    }

    private static DateTimeOffset? GivenAsOf(CliContext context) =>
        context.GivenAsOf(NodaTime.DateTimeZone.Utc) is { } given ? Microseconds.ToInstant(given.Instant).ToDateTimeOffset() : null;

    private static DemoResult Tour(CliContext context, UniverseOptions options)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        var asOf = new AsOf(Microseconds.FromInstant(NodaTime.Instant.FromDateTimeOffset(options.AsOf)), workspace.Settings.Zone);
        return DemoTour.Run(workspace, Path.Combine(AppContext.BaseDirectory, "samples", "segments"), asOf, context.Cancellation);
    }

    /// <summary>Trains the scores that the app shows, and writes them for every account; those that are there stay.</summary>
    private static int Learn(CliContext context, ProgressLine line)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        ScoreDefinition[] missing = [.. ScoreDefinition.All.Where(score => ScoreModels.List(workspace).Models.All(model => model.Score != score.Name))];
        int trained = 0;
        foreach (ScoreDefinition score in missing)
        {
            try
            {
                ScoreTrainer.Train(workspace, score, new TrainingOptions(), new ScoreLine(line), context.Cancellation);
                trained++;
            }
            catch (UserErrorException)
            {
                // A small market has too few outcomes for some: the app says so where they would be.
            }
        }

        if (trained > 0)
        {
            ScoreRunner.Run(workspace, [], new ScoreLine(line), context.Cancellation);
        }

        return trained;
    }

    private static ImportReport Import(CliContext context, GenerationResult generated, ProgressLine line)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        string[] files = [.. generated.Files.Select(file => file.Path).Where(path => Path.GetExtension(path) != ".json")];
        var importer = new Importer(workspace.Warehouse, workspace.Directory, context.Clock);
        return importer.Import(new ImportRequest(files) { Zone = workspace.Settings.Zone }, new ImportLine(line), context.Cancellation);
    }

    /// <summary>Import progress on a line.</summary>
    private sealed class ImportLine(ProgressLine line) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => line.Show($"importing {Path.GetFileName(value.File)} ({value.Phase})", value.Done, 1);
    }
}
