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

        return [.. parsed.Errors.Select(error => new UserError("argument", MessageOf(error), Fix: help))];
    }

    /// <summary>What does not fit is said in the user's words: the library names types of the program, and lists values a line each.</summary>
    private static string MessageOf(ParseError error)
    {
        (Symbol? symbol, Type? type, string? takes) = (error.SymbolResult is ArgumentResult { Parent: OptionResult parent } ? parent : error.SymbolResult) switch
        {
            OptionResult option => (option.Option, option.Option.ValueType, option.Option.HelpName),
            ArgumentResult argument => ((Symbol)argument.Argument, argument.Argument.ValueType, argument.Argument.HelpName),
            _ => (null, null, null),
        };
        if (symbol is null || error.SymbolResult is not { Tokens: [{ Value: var given }] })
        {
            return error.Message;
        }

        string[] lines = error.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines[0].EndsWith("Must be one of:", StringComparison.Ordinal) ? $"{symbol.Name} takes {OneOf(lines[1..].Select(line => line.Trim('\'')))}, not '{given}'."
            : !lines[0].StartsWith("Cannot parse argument", StringComparison.Ordinal) ? error.Message
            : takes?.Contains('|', StringComparison.Ordinal) == true ? $"{symbol.Name} takes {OneOf(takes.Split('|'))}, not '{given}'."
            : type is { IsEnum: false } ? $"{symbol.Name} takes a number, not '{given}'."
            : error.Message;
    }

    private static string OneOf(IEnumerable<string> values) => values.ToArray() is [.. var before, var last] && before.Length > 0 ? $"{string.Join(", ", before)} or {last}" : string.Concat(values);

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
