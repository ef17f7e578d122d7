using System.CommandLine;

namespace Strata.Cli.Commands;

/// <summary>What <c>apply</c> and <c>diff</c> share.</summary>
internal static class DefinitionOptions
{
    /// <summary>The folder of definition files.</summary>
    public static Argument<string> Folder { get; } = new("DIR") { Description = "A folder of definition files (.yaml), or one file" };

    /// <summary>Whether the folder is all there is.</summary>
    public static Option<bool> Prune { get; } = new("--prune") { Description = "Take away stored definitions that are not in the folder" };
}
