using System.CommandLine;

namespace Strata.Cli.Hosting;

/// <summary>The argument that says what to evaluate.</summary>
internal static class WhatArgument
{
    /// <summary>A segment's name, a definition file, or an expression. A mistyped option is not taken for one of them.</summary>
    public static Argument<string> Create(string name = "WHAT")
    {
        var argument = new Argument<string>(name) { Description = "A segment's name, a definition file, or an expression in quotes" };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value.StartsWith("--", StringComparison.Ordinal))
            {
                result.AddError($"There is no option '{result.Tokens[0].Value}'.");
            }
        });
        return argument;
    }
}
