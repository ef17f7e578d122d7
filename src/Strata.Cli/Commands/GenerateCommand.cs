using System.CommandLine;
using NodaTime;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Generation;

namespace Strata.Cli.Commands;

/// <summary><c>strata generate</c>: a made-up market with a planted truth, as the files a team would export.</summary>
internal static class GenerateCommand
{
    private static readonly Option<string> To = new("--to") { Description = "The folder to write to", HelpName = "DIR", Required = true };

    private static readonly Option<long> Accounts = Number("--accounts", "How many accounts", UniverseOptions.DefaultAccounts);

    private static readonly Option<long> Events = Number("--events", "How many events", UniverseOptions.DefaultEvents);

    private static readonly Option<long> Seed = Number("--seed", "Everything random follows from it: the same options give the same bytes", 1);

    private static readonly Option<int> Days = new("--days") { Description = "How many days of events", HelpName = "N", DefaultValueFactory = _ => 180 };

    private static readonly Option<double> Contacts = new("--contacts-per-account")
    {
        Description = "Contacts for each account on average; 0 for no contact file",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    };

    private static readonly Option<double> Technologies = new("--technologies-per-account")
    {
        Description = "Installed technologies for each account; 0 for no technology file",
        HelpName = "N",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<string> Format = CreateFormat();

    private static readonly Option<string> Only = new("--files")
    {
        Description = "Which files, separated by commas: accounts, contacts, technologies, opportunities, subscriptions, spend, events, truth; or all",
        HelpName = "LIST",
        DefaultValueFactory = _ => "all",
    };

    public static Command Create()
    {
        var command = new Command("generate", "Write a made-up market with a planted truth, as files to import")
        {
            To, Accounts, Events, Seed, Days, Contacts, Technologies, Format, Only, CommonOptions.AsOf, CommonOptions.Json,
        };
        command.RunsAsync(RunAsync);
        return command.WithExamples(
            """
            strata generate --to universe
            strata generate --accounts 10000000 --events 100000000 --seed 7 --format csv.gz --to big
            strata generate --accounts 1000000 --events 0 --files accounts --to accounts-only
            """);
    }

    private static Option<long> Number(string name, string description, long standard) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };

    private static Option<string> CreateFormat()
    {
        var option = new Option<string>("--format") { Description = "csv, or csv.gz for gzipped files", HelpName = "csv|csv.gz", DefaultValueFactory = _ => "csv" };
        option.AcceptOnlyFromAmong("csv", "csv.gz");
        return option;
    }

    private static async Task<int> RunAsync(CliContext context)
    {
        var arguments = context.Arguments;
        var options = new UniverseOptions
        {
            Directory = arguments.GetRequiredValue(To),
            Accounts = arguments.GetValue(Accounts),
            Events = arguments.GetValue(Events),
            Seed = arguments.GetValue(Seed),
            Days = arguments.GetValue(Days),
            ContactsPerAccount = arguments.GetValue(Contacts),
            TechnologiesPerAccount = arguments.GetValue(Technologies),
            Format = arguments.GetValue(Format) == "csv.gz" ? UniverseFormat.CsvGzip : UniverseFormat.Csv,
            Files = FilesOf(arguments.GetRequiredValue(Only)),
        };
        if (context.GivenAsOf(DateTimeZone.Utc) is { } asOf)
        {
            options = options with { AsOf = asOf.AsInstant.ToDateTimeOffset() };
        }

        GenerationResult result;
        using (var line = new ProgressLine(context))
        {
            result = await UniverseGenerator.GenerateAsync(options, new GenerationLine(line), context.Cancellation);
        }

        if (context.Json)
        {
            JsonOutput.Write(context.Output, result.Files);
        }
        else
        {
            Tables.Write(context.Console, ["file", "rows#", "bytes#"], result.Files.Select(file => new[] { file.Path, Phrases.Number(file.Rows), Phrases.Number(file.Bytes) }));
        }

        return ExitCode.Done;
    }

    private static UniverseFiles FilesOf(string list)
    {
        var files = UniverseFiles.None;
        foreach (string name in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            files |= name.All(char.IsLetter) && Enum.TryParse(name, ignoreCase: true, out UniverseFiles one)
                ? one
                : throw new Language.UserErrorException(
                    "argument", $"There is no file '{name}' to generate.", fix: "Take some of: accounts, contacts, technologies, opportunities, subscriptions, spend, events, truth; or all.");
        }

        return files;
    }
}
