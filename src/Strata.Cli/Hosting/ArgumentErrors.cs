using System.CommandLine;
using System.CommandLine.Parsing;
using Strata.Language;
using Strata.Language.Checking;

namespace Strata.Cli.Hosting;

/// <summary>Says what is wrong with a command line.</summary>
internal static class ArgumentErrors
{
    /// <summary>The errors, at least one.</summary>
    public static IReadOnlyList<UserError> Of(ParseResult parsed)
    {
        string help = $"'{PathOf(parsed)} --help' says what it takes.";
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.Count > 0)
        {
            string token = parsed.UnmatchedTokens[0];
            bool isCommand = command.Subcommands.Count > 0 && !token.StartsWith('-');
            IEnumerable<string> known = isCommand ? command.Subcommands.Select(sub => sub.Name) : OptionsOf(parsed);
            string what = isCommand ? $"There is no command '{token}'." : token.StartsWith('-') ? $"There is no option '{token}'." : $"'{token}' is one argument too many.";
            string? near = isCommand || token.StartsWith('-') ? Suggestions.DidYouMean(token, known) : "Put an expression in quotes.";
            return [new UserError("argument", what, Fix: near is null ? help : $"{near} {help}")];
        }

        return [.. parsed.Errors.Select(error => new UserError("argument", error.Message, Fix: help))];
    }

    private static IEnumerable<string> OptionsOf(ParseResult parsed)
    {
        for (SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
        {
            foreach (Option option in ((CommandResult)result).Command.Options)
            {
                yield return option.Name;
            }
        }
    }

    private static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
        {
            if (result is CommandResult { Command: not RootCommand } command)
            {
                names.Push(command.Command.Name);
            }
        }

        return string.Join(' ', names.Prepend("strata"));
    }
}
