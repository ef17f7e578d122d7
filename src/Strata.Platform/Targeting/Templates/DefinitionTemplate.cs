using Strata.Language;
using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Targeting.Templates;

/// <summary>Definitions to start from: they are copied into the library or a folder, and are the team's own from then on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What it gives, in a sentence.</param>
/// <param name="Files">Its files, what is referred to before what refers to it; empty where it is made from the data.</param>
public sealed record DefinitionTemplate(string Name, string Title, IReadOnlyList<string> Files)
{
    private const string SalesPlay = "sales-play";

    /// <summary>Every template.</summary>
    public static IReadOnlyList<DefinitionTemplate> All { get; } =
    [
        new("stage", "Journey stage of accounts: Qualified, Aware, Engaged, MQA, Opportunity, Customer", ["segments/total-market", "segments/trait-engagement-points", "segments/stage"]),
        new("tier", "Tiers by revenue, until `strata tal` makes them by fit and timing", ["segments/total-market", "segments/target-market", "segments/target-accounts", "segments/tier"]),
        new("persona", "Personas of contacts, by department and seniority", ["segments/persona"]),
        new("buying-role", "Buying-committee roles of contacts; `strata committee` says which are missing", ["segments/buying-role"]),
        new("value-matrix", "Value against engagement", ["segments/total-market", "segments/target-market", "segments/trait-engagement-points", "segments/value-matrix"]),
        new(SalesPlay, "A play for each account and product category: expansion, displacement with the competitor named, whitespace (--category, --product)", []),
        new("suppression", "Whom not to approach: customers, open opportunities, competitors, government, consumers", [
            "templates/suppression/suppress-customers", "templates/suppression/suppress-open-opportunities", "templates/suppression/competitors",
            "templates/suppression/suppress-competitors", "templates/suppression/suppress-government", "templates/suppression/suppress-consumer"]),
    ];

    /// <summary>The template of that name.</summary>
    /// <exception cref="UserErrorException">Code <c>name</c>: there is none.</exception>
    public static DefinitionTemplate Find(string name) => All.FirstOrDefault(template => string.Equals(template.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UserErrorException("name", $"There is no template '{name}'.", fix: $"There are {string.Join(", ", All.Select(template => template.Name))}.");

    /// <summary>Its definitions.</summary>
    /// <param name="samples">The folder of the samples that are shipped.</param>
    /// <param name="workspace">The data that some are made from.</param>
    /// <param name="play">What a sales play is for; of no meaning for others.</param>
    /// <exception cref="UserErrorException">What it is made for is not said, or is not in the data.</exception>
    public IReadOnlyList<WrittenDefinition> Read(string samples, Workspace workspace, SalesPlayOptions? play)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return Name == SalesPlay
            ? SalesPlayTemplate.Write(workspace, play)
            : [.. Files.SelectMany(file => DefinitionFiles.ReadText(File.ReadAllText(Path.Combine(samples, file + ".yaml")), Path.GetFileName(file) + ".yaml"))];
    }

    /// <summary>Those of the definitions that the library has none of the name of yet: what a team has made its own stays as it is.</summary>
    public static (IReadOnlyList<WrittenDefinition> Missing, IReadOnlyList<string> There) Missing(Workspace workspace, IReadOnlyList<WrittenDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(definitions);
        var known = workspace.Library.Entries.Select(entry => (DefinitionWriter.KindOf(entry.Definition), ControlStore.KeyOf(entry.Definition.Name))).ToHashSet();
        ILookup<bool, WrittenDefinition> parts = definitions.ToLookup(written => known.Contains((DefinitionWriter.KindOf(written.Definition), ControlStore.KeyOf(written.Definition.Name))));
        return ([.. parts[false]], [.. parts[true].Select(written => written.Definition.Name)]);
    }
}

/// <summary>What a sales play is for.</summary>
/// <param name="Category">The category of products, as technologies name it.</param>
/// <param name="Product">What is sold in it, as subscriptions name it.</param>
/// <param name="Competitors">How many competitors are named, 1 to 20.</param>
public sealed record SalesPlayOptions(string? Category, string? Product, int Competitors = 5);
