using System.CommandLine;
using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Platform.Quality.Duplicates;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata duplicates</c>: accounts and contacts that may be one.</summary>
internal static class DuplicatesCommand
{
    private static readonly Option<int> Limit = new Option<int>("--limit") { Description = "How many pairs at most, the likeliest first", HelpName = "N", DefaultValueFactory = _ => 20 }.FromOne();

    private static readonly Option<double> Score = new("--score")
    {
        Description = "Leave out pairs that are less likely one than this, from 0 to 1",
        HelpName = "SHARE",
        DefaultValueFactory = _ => DuplicateFinder.StandardScore,
    };

    private static readonly Argument<string> First = new("FIRST") { Description = "The id of one" };

    private static readonly Argument<string> Second = new("SECOND") { Description = "The id of the other" };

    private static readonly Option<bool> Undo = new("--undo") { Description = "Forget that they are different" };

    public static Command Create()
    {
        var distinct = new Command("distinct", "Remember that two are different: they are not proposed again") { First, Second, CommonOptions.Of, Undo };
        distinct.Runs(Distinguish, CommandUse.Changes);
        distinct.IsAudited();
        var command = new Command("duplicates", "Find accounts, or contacts, that may be one, with what speaks for and against it") { Limit, Score, CommonOptions.Of, CommonOptions.Json, distinct };
        command.Runs(List);
        return command.WithExamples(
            """
            strata duplicates
            strata duplicates --of contacts --score 0.9
            strata merge acme.com acme.io
            strata duplicates distinct 0013000000 0013000044
            """);
    }

    private static int List(CliContext context)
    {
        int limit = context.Arguments.GetValue(Limit);
        double score = context.Arguments.GetValue(Score) is >= 0 and <= 1 and var share ? share : throw new UserErrorException("argument", "--score takes a number from 0 to 1.");
        using Workspace workspace = context.OpenWorkspace();
        DuplicateList found = new DuplicateFinder(workspace).Find(context.Of, score, limit, context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { of = WhatArgument.Noun(found.Of), found.Compared, found.Total, found.SkippedGroups, found.Candidates, found.Groups });
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["likely#", "first", "second", "why"],
            found.Candidates.Select(pair => new[]
            {
                pair.Score.ToString("P0", CultureInfo.InvariantCulture), Name(pair.First), Name(pair.Second),
                string.Join("; ", pair.Evidence.Where(one => one.Weight != 0).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Weight:+0.0;-0.0} {one.Text}"))),
            }));
        context.Output.WriteLine($"{Phrases.Number(found.Total)} of {Phrases.Number(found.Compared)} compared pairs may be one, {Phrases.Number(found.Candidates.Count(pair => pair.IsSure))} of those shown surely. The figures are bits: +1 doubles the odds, -1 halves them. 'strata merge' makes two one, 'strata duplicates distinct' keeps them apart.");
        return ExitCode.Done;
    }

    private static int Distinguish(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        string first = context.Arguments.GetRequiredValue(First), second = context.Arguments.GetRequiredValue(Second);
        var pairs = new DistinctPairs(workspace);
        if (context.Arguments.GetValue(Undo))
        {
            context.Output.WriteLine(pairs.Remove(context.Of, first, second) ? $"{first} and {second} may be proposed again." : "Nobody called these two different.");
            return ExitCode.Done;
        }

        pairs.Add(context.Of, first, second, Author.Find());
        context.Output.WriteLine($"{first} and {second} are different: they are not proposed again.");
        return ExitCode.Done;
    }

    private static string Name(DuplicateSide side) => side.Name is null ? side.Id : $"{side.Id} ({side.Name})";
}
