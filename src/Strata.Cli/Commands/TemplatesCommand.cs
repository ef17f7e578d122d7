using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Targeting.Templates;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata templates</c>: definitions to start from.</summary>
internal static class TemplatesCommand
{
    private static readonly Argument<string> Template = new("TEMPLATE") { Description = "A template's name" };
    private static readonly Option<string?> Category = new("--category") { Description = "Of a sales play: the category of products, as technologies name it", HelpName = "CATEGORY" };
    private static readonly Option<string?> Product = new("--product") { Description = "Of a sales play: what you sell in it, as subscriptions name it", HelpName = "PRODUCT" };
    private static readonly Option<int> Competitors = new("--competitors") { Description = "Of a sales play: how many competitors to name, the most installed first", HelpName = "N", DefaultValueFactory = _ => 5 };
    private static readonly Option<string?> Folder = new("--folder") { Description = "Write files into this folder, for git, instead of storing the definitions", HelpName = "DIR" };

    private static string Samples => Path.Combine(AppContext.BaseDirectory, "samples");

    public static Command Create()
    {
        var list = new Command("list", "List the templates") { CommonOptions.Json };
        list.Runs(List);
        var show = new Command("show", "Print the definitions of a template") { Template, Category, Product, Competitors };
        show.Runs(Show);
        var add = new Command("add", "Add the definitions of a template; what is there already stays as it is") { Template, Category, Product, Competitors, Folder, CommonOptions.Json };
        add.Runs(Add);
        add.IsAudited();
        return new Command("templates", "Definitions to start from: stages, personas, buying roles, value matrix, sales plays, suppression") { list, show, add }.WithExamples(
            """
            strata templates list
            strata templates add suppression
            strata templates add sales-play --category "Marketing automation" --product "Lumenar Activate"
            """);
    }

    private static int List(CliContext context)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, DefinitionTemplate.All.Select(template => new { template.Name, template.Title }));
            return ExitCode.Done;
        }

        Tables.Write(context.Console, ["template", "what it gives"], DefinitionTemplate.All.Select(template => new[] { template.Name, template.Title }));
        return ExitCode.Done;
    }

    private static int Show(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        context.Output.Write(string.Join("---\n", Read(context, workspace).Select(written => DefinitionWriter.Write(written.Definition))));
        return ExitCode.Done;
    }

    private static int Add(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        IReadOnlyList<WrittenDefinition> definitions = Read(context, workspace);
        string[] added = context.Arguments.GetValue(Folder) is { } folder ? WriteFiles(Caller.FullPath(folder), definitions) : Store(context, workspace, definitions);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { added });
            return ExitCode.Done;
        }

        context.Output.WriteLine(added.Length == 0 ? "Everything is there already." : $"Added {string.Join(", ", added)}.");
        return ExitCode.Done;
    }

    private static IReadOnlyList<WrittenDefinition> Read(CliContext context, Workspace workspace) => DefinitionTemplate.Find(context.Arguments.GetRequiredValue(Template)).Read(
        Samples, workspace, new SalesPlayOptions(context.Arguments.GetValue(Category), context.Arguments.GetValue(Product), context.Arguments.GetValue(Competitors)));

    private static string[] Store(CliContext context, Workspace workspace, IReadOnlyList<WrittenDefinition> definitions)
    {
        (IReadOnlyList<WrittenDefinition> missing, IReadOnlyList<string> there) = DefinitionTemplate.Missing(workspace, definitions);
        if (missing.Count > 0)
        {
            new DefinitionReconciler(workspace, missing, removeOthers: false).Apply(Author.Find(), "strata templates add", workspace.Now, context.Cancellation);
        }

        if (there.Count > 0 && !context.Json)
        {
            context.Error.WriteLine($"Left as they are: {string.Join(", ", there)}.");
        }

        return [.. missing.Select(written => written.Definition.Name)];
    }

    private static string[] WriteFiles(string folder, IReadOnlyList<WrittenDefinition> definitions)
    {
        (string Path, string Text)[] files = [.. definitions.Select(written => (Path.Combine(folder, written.Definition.Name + ".yaml"), DefinitionWriter.Write(written.Definition)))];
        if (files.FirstOrDefault(file => File.Exists(file.Path)).Path is { } there)
        {
            throw new UserErrorException("argument", $"{there} is there already.", fix: "Name another folder, or move the file away.");
        }

        Directory.CreateDirectory(folder);
        foreach ((string path, string text) in files)
        {
            File.WriteAllText(path, text);
        }

        return [.. files.Select(file => Path.GetFileName(file.Path))];
    }
}
