using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Strata.Cli.Hosting;

/// <summary>Examples at the end of a command's <c>--help</c>.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, string> Texts = [];

    /// <summary>Gives a command its examples, one a line; indented when shown.</summary>
    public static T WithExamples<T>(this T command, string examples)
        where T : Command
    {
        Texts.Add(command, examples);
        return command;
    }

    /// <summary>Makes the help of the tree below <paramref name="root"/> show the examples.</summary>
    public static void Show(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Help((HelpAction)help.Action!);
    }

    private sealed class Help(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            int result = inner.Invoke(parseResult);
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
    }
}
