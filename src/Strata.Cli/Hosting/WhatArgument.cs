using System.CommandLine;
using System.CommandLine.Parsing;
using Strata.Language.Catalog;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Hosting;

/// <summary>The arguments that say what to evaluate.</summary>
internal static class WhatArgument
{
    /// <summary>A segment's name, a definition file, or an expression. A mistyped option is not taken for one of them.</summary>
    public static Argument<string> Create(string name = "WHAT")
    {
        var argument = new Argument<string>(name) { Description = "A segment's name, a definition file, or an expression in quotes" };
        argument.Validators.Add(RefuseOptions);
        return argument;
    }

    /// <summary>Several of them.</summary>
    public static Argument<string[]> CreateMany(string name)
    {
        var argument = new Argument<string[]>(name)
        {
            Description = "Segments' names, definition files, or expressions, each in quotes",
            Arity = ArgumentArity.OneOrMore,
        };
        argument.Validators.Add(RefuseOptions);
        return argument;
    }

    /// <summary>Finds what each text stands for, and says what must be said of it.</summary>
    public static IReadOnlyList<SegmentSelection> Select(CliContext context, Workspace workspace, IEnumerable<string> texts) =>
        [.. texts.Select(text =>
        {
            context.SourceText = text;
            SegmentSelection selection = SegmentSelection.Find(workspace.Library, text, context.Of);
            context.Warn(selection.Warning);
            return selection;
        })];

    /// <summary>The word for what a segment is made of, as <c>--of</c> takes it.</summary>
    public static string Noun(EntityKind of) => of == EntityKind.Account ? "accounts" : "contacts";

    private static void RefuseOptions(ArgumentResult result)
    {
        foreach (Token token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
        {
            result.AddError($"There is no option '{token.Value}'.");
        }
    }
}
