using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language.Catalog;
using Strata.Platform.Catalog;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata catalog</c>: everything that a definition may name.</summary>
internal static class CatalogCommand
{
    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = "An entity, collection, event, taxonomy or field to show in full, such as account, page_view or industry",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int> Values = new("--values")
    {
        Description = "How many values of a field to show, the most frequent first",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };

    public static Command Create()
    {
        var command = new Command("catalog", "Show what definitions may name: fields, collections, events, taxonomies, and the values in your data")
        {
            Name, Values, CommonOptions.AsOf, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata catalog                       everything, by name
            strata catalog account               its fields
            strata catalog page_view             an event's properties
            strata catalog account.industry      a field, with the values in your data
            strata catalog industry              a taxonomy, as a tree
            """);
    }

    private static int Run(CliContext context)
    {
        string? name = context.Arguments.GetValue(Name);
        using Workspace? workspace = context.Directory.HasWarehouse ? context.OpenWorkspace() : null;
        DataCatalog catalog = workspace?.Catalog ?? ShippedCatalog.Load();
        var report = new CatalogReport(context);
        if (name is null)
        {
            report.WriteAll(catalog);
            return ExitCode.Done;
        }

        switch (CatalogName.Find(catalog, name))
        {
            case CatalogName.Rows found:
                report.WriteRows(found.Type);
                break;
            case CatalogName.Field found:
                report.WriteField(found.Type, found.Definition, workspace is null
                    ? null
                    : new FieldValues(workspace.Connection).Count(
                        found.Type, found.Definition, context.AsOf(workspace), context.Arguments.GetValue(Values), context.Cancellation));
                break;
            case CatalogName.Tree found:
                report.WriteTaxonomy(found.Taxonomy);
                break;
            default:
                throw new InvalidOperationException("Unknown kind of name.");
        }

        return ExitCode.Done;
    }
}
