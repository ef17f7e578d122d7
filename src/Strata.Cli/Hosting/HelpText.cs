using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Strata.Cli.Hosting;

/// <summary>What <c>--help</c> says beyond options and arguments: titles over the groups of commands, and examples at the end.</summary>
internal static class HelpText
{
    private static readonly ConditionalWeakTable<Command, string> Texts = [];

    /// <summary>Gives a command its examples, one a line; indented when shown.</summary>
    public static T WithExamples<T>(this T command, string examples)
        where T : Command
    {
        Texts.Add(command, examples);
        return command;
    }

    /// <summary>Makes the help of the tree below <paramref name="root"/> show the titles and the examples.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="titles">The title of each group, by the name of the first command in it.</param>
    public static void Show(RootCommand root, IReadOnlyDictionary<string, string> titles)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Help((HelpAction)help.Action!, titles);
    }

    private sealed class Help(HelpAction inner, IReadOnlyDictionary<string, string> titles) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            int result = parseResult.CommandResult.Command is RootCommand ? InvokeGrouped(parseResult) : inner.Invoke(parseResult);
            if (Texts.TryGetValue(parseResult.CommandResult.Command, out string? examples))
            {
                TextWriter output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (string line in examples.Split('\n'))
                {
                    output.WriteLine("  " + line);
                }

                output.WriteLine();
            }

            return result;
        }

        public override bool ClearsParseErrors => true;

        /// <summary>The library lists commands without groups; what it wrote gets the titles.</summary>
        private int InvokeGrouped(ParseResult parseResult)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            using var written = new StringWriter();
            parseResult.InvocationConfiguration.Output = written;
            int result = inner.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output = output;
            bool isFirst = true;
            foreach (string line in written.ToString().TrimEnd('\r', '\n').Split('\n').Select(line => line.TrimEnd('\r')))
            {
                if (line.StartsWith("  ", StringComparison.Ordinal) && titles.TryGetValue(line[2..].Split(' ')[0], out string? title))
                {
                    output.WriteLine($"{(isFirst ? "" : "\n")}  {title}:");
                    isFirst = false;
                }

                output.WriteLine(line);
            }

            output.WriteLine();
            return result;
        }
    }
}
