using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Live;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Sizing;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata segments</c>: the definitions of the workspace.</summary>
internal static class SegmentsCommand
{
    public static Command Create()
    {
        var command = new Command("segments", "List the stored segments with their sizes, and the other definitions") { CommonOptions.AsOf, CommonOptions.Json };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata segments
            strata segments --as-of 2026-01-01 --json
            """);
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        AsOf asOf = context.AsOf(workspace);
        var rows = workspace.Library.Entries.Select(entry => Describe(context, workspace, entry, asOf)).ToList();
        if (context.Json)
        {
            JsonOutput.Write(context.Output, rows);
            return ExitCode.Done;
        }

        if (rows.Count == 0)
        {
            context.Output.WriteLine("There are no definitions. 'strata apply DIR' brings them in.");
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["name", "kind", "of", "version#", "size#", "too small for", "status", "owner"],
            rows.Select(row => new[]
            {
                row.Name, row.Kind, row.Of, Phrases.Number(row.Version), Phrases.Number(row.Size), string.Join(", ", (row.TooSmallFor ?? []).Select(SizeGuard.Name)), row.Status, row.Owner ?? "",
            }));
        foreach (LibraryEntry entry in workspace.Library.Entries)
        {
            context.Warn(NotLive(workspace.LiveFailureOf(entry.Definition.Name)).Select(problem => $"{entry.Definition.Name}: {problem}").FirstOrDefault());
            context.Warn(entry.Warning);
        }

        return ExitCode.Done;
    }

    private static Row Describe(CliContext context, Workspace workspace, LibraryEntry entry, AsOf asOf)
    {
        var segment = entry.Definition as SegmentDefinition;
        bool hasMembers = segment is not null && (entry.IsValid || entry.ValidRevision is not null);
        long? size = hasMembers ? workspace.Engine().Count(workspace.Library.PlanOf(entry), asOf, context.Cancellation) : (entry.Definition as ListDefinition)?.Members.Count;
        LiveFailure? failure = workspace.LiveFailureOf(entry.Definition.Name);
        return new Row(
            entry.Definition.Name,
            entry.Stored.Kind,
            entry.Definition.Of == EntityKind.Account ? "accounts" : "contacts",
            entry.Stored.Version,
            size,
            hasMembers ? SizeGuard.TooSmallFor(segment!.Minimum, size!.Value) : null,
            !entry.IsValid ? "invalid" : failure is null ? "valid" : "not live",
            segment?.Owner,
            segment?.Title,
            segment?.Objective,
            [.. entry.Problems.Select(problem => problem.ToString()), .. NotLive(failure)]);
    }

    private static IEnumerable<string> NotLive(LiveFailure? failure) => failure is null
        ? []
        : [$"It could not be evaluated at {Microseconds.ToText(failure.At)}, so its memberships are as they were before; it is tried again at {Microseconds.ToText(failure.RetryAt)}, or when it is edited: {failure.Reason}"];

    private sealed record Row(
        string Name,
        string Kind,
        string Of,
        long Version,
        long? Size,
        IReadOnlyList<Channel>? TooSmallFor,
        string Status,
        string? Owner,
        string? Title,
        string? Objective,
        IReadOnlyList<string> Problems);
}
