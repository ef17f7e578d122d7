using System.CommandLine;

namespace Strata.Cli.Commands;

/// <summary>Every command, in the groups and the order that help lists them. A new command is one file here and one line in this list.</summary>
internal static class CommandList
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Command> All() => Groups().SelectMany(group => group.Commands);

    /// <summary>The groups with their titles.</summary>
    public static IReadOnlyList<(string Title, Command[] Commands)> Groups() =>
    [
        ("See it",
        [
            DemoCommand.Create(),
        ]),
        ("Bring data in and keep it clean",
        [
            ImportCommand.Create(),
            QualityCommand.Create(),
            DuplicatesCommand.Create(),
            MergeCommand.Create(),
            MergesCommand.Create(),
            UnmergeCommand.Create(),
            IdentifyCommand.Create(),
            LinksCommand.Create(),
            UnlinkCommand.Create(),
            IpRangesCommand.Create(),
        ]),
        ("Build and understand segments",
        [
            CountCommand.Create(),
            ListCommand.Create(),
            ExplainCommand.Create(),
            ShowCommand.Create(),
            ExportCommand.Create(),
            BreakdownCommand.Create(),
            OverlapCommand.Create(),
            FunnelCommand.Create(),
            SuggestCommand.Create(),
        ]),
        ("Learn who buys, and choose accounts",
        [
            IcpCommand.Create(),
            ScoreCommand.Create(),
            LookalikesCommand.Create(),
            TargetListCommand.Create(),
            CommitteeCommand.Create(),
            ValidateCommand.Create(),
        ]),
        ("Keep definitions",
        [
            TemplatesCommand.Create(),
            CatalogCommand.Create(),
            ApplyCommand.Create(),
            DiffCommand.Create(),
            SegmentsCommand.Create(),
            HistoryCommand.Create(),
            TestCommand.Create(),
        ]),
        ("Serve",
        [
            ServeCommand.Create(),
            OpenApiCommand.Create(),
            PeopleCommand.Create(),
            KeysCommand.Create(),
            WebhooksCommand.Create(),
            DeadLettersCommand.Create(),
            SettingsCommand.Create(),
        ]),
        ("Try and measure",
        [
            GenerateCommand.Create(),
            BenchCommand.Create(),
        ]),
    ];
}
