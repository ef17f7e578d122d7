using System.CommandLine;
using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata history</c>: the versions of a segment, and who entered and left.</summary>
internal static class HistoryCommand
{
    private const int IdsShown = 20;

    private static readonly Argument<string> Segment = new("SEGMENT") { Description = "The segment's name" };

    private static readonly Option<string?> From = new("--from") { Description = "A version number, or an instant", HelpName = "VERSION|INSTANT" };

    private static readonly Option<string?> To = new("--to") { Description = "The same; default: the current version, or now", HelpName = "VERSION|INSTANT" };

    public static Command Create()
    {
        var command = new Command("history", "Show a segment's versions, or who entered and left between two versions or two instants")
        {
            Segment, From, To, CommonOptions.AsOf, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata history enterprise-expansion
            strata history enterprise-expansion --from 1 --to 2            what the edit did, with today's data
            strata history enterprise-expansion --from 2026-10-01          what time and data did
            """);
    }

    private static int Run(CliContext context)
    {
        string name = context.Arguments.GetRequiredValue(Segment);
        string? from = context.Arguments.GetValue(From);
        string? to = context.Arguments.GetValue(To);
        using Workspace workspace = context.OpenWorkspace();
        IReadOnlyList<StoredVersion> versions = workspace.Control.History("segment", name);
        if (versions.Count == 0)
        {
            SegmentSelection.FindSegment(workspace.Library, name);
        }

        if (from is null && to is null)
        {
            return WriteVersions(context, versions);
        }

        if (from is null)
        {
            throw new UserErrorException("argument", "--to needs --from.", fix: "Say where to start: --from 1, or --from 2026-10-01.");
        }

        var comparison = new SegmentComparison(workspace, context.Cancellation);
        MemberMoves moves = int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            ? comparison.OfVersions(versions, first, VersionOf(to, versions), context.AsOf(workspace))
            : comparison.OfInstants(
                SegmentSelection.FindSegment(workspace.Library, name).Plan,
                context.Instant(from, workspace.Settings.Zone),
                to is null ? context.AsOf(workspace) : context.Instant(to, workspace.Settings.Zone));
        return WriteMoves(context, versions[^1].Name, moves);
    }

    private static int VersionOf(string? to, IReadOnlyList<StoredVersion> versions) => to is null
        ? (int)versions[^1].Version
        : int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? version
            : throw new UserErrorException("argument", "--from is a version and --to is none.", fix: "Give two versions or two instants.");

    private static int WriteVersions(CliContext context, IReadOnlyList<StoredVersion> versions)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, versions.Select(version => new
            {
                version.Version,
                at = Microseconds.ToText(version.At),
                version.Author,
                version.Reason,
                version.Deleted,
                version.Size,
                version.Entered,
                version.Left,
                version.Text,
                definition = System.Text.Json.Nodes.JsonNode.Parse(version.Json),
            }));
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["version#", "at", "author", "size#", "entered#", "left#", "reason"],
            versions.Select(version => new[]
            {
                Phrases.Number(version.Version), Microseconds.ToText(version.At), version.Author, Phrases.Number(version.Size), Phrases.Number(version.Entered), Phrases.Number(version.Left),
                version.Deleted ? "taken away" : version.Reason ?? "",
            }));
        return ExitCode.Done;
    }

    private static int WriteMoves(CliContext context, string name, MemberMoves moves)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { segment = name, moves.From, moves.To, moves.SizeBefore, moves.SizeAfter, moves.Entered, moves.Left });
            return ExitCode.Done;
        }

        context.Output.WriteLine($"{name} from {moves.From} to {moves.To}: {Phrases.Number(moves.SizeBefore)} → {Phrases.Number(moves.SizeAfter)}");
        WriteIds(context, "entered", moves.Entered);
        WriteIds(context, "left", moves.Left);
        return ExitCode.Done;
    }

    private static void WriteIds(CliContext context, string verb, IReadOnlyList<string> ids)
    {
        string rest = ids.Count > IdsShown ? $" and {Phrases.Number(ids.Count - IdsShown)} more (--json lists all)" : "";
        string shown = ids.Count == 0 ? "" : $": {string.Join(", ", ids.Take(IdsShown))}{rest}";
        context.Output.WriteLine($"{Phrases.Number(ids.Count)} {verb}{shown}");
    }
}
