using System.CommandLine;

namespace Strata.Cli.Commands;

/// <summary>Every command, in the order that help lists them. A new command is one file here and one line in this list.</summary>
internal static class CommandList
{
    public static IEnumerable<Command> All() =>
    [
        DemoCommand.Create(),
        ImportCommand.Create(),
        MergeCommand.Create(),
        MergesCommand.Create(),
        UnmergeCommand.Create(),
        DuplicatesCommand.Create(),
        QualityCommand.Create(),
        IdentifyCommand.Create(),
        LinksCommand.Create(),
        UnlinkCommand.Create(),
        IpRangesCommand.Create(),
        CountCommand.Create(),
        ListCommand.Create(),
        ExplainCommand.Create(),
        ShowCommand.Create(),
        ExportCommand.Create(),
        OverlapCommand.Create(),
        SuggestCommand.Create(),
        BreakdownCommand.Create(),
        ScoreCommand.Create(),
        LookalikesCommand.Create(),
        FunnelCommand.Create(),
        ValidateCommand.Create(),
        IcpCommand.Create(),
        TargetListCommand.Create(),
        CommitteeCommand.Create(),
        TemplatesCommand.Create(),
        CatalogCommand.Create(),
        ApplyCommand.Create(),
        DiffCommand.Create(),
        SegmentsCommand.Create(),
        HistoryCommand.Create(),
        TestCommand.Create(),
        ServeCommand.Create(),
        OpenApiCommand.Create(),
        PeopleCommand.Create(),
        KeysCommand.Create(),
        DeadLettersCommand.Create(),
        WebhooksCommand.Create(),
        SettingsCommand.Create(),
        GenerateCommand.Create(),
        BenchCommand.Create(),
    ];
}
