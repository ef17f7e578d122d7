using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Strata.Language;
using Strata.Language.Values;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Workspaces;
using static Strata.Platform.Targeting.TargetDefinitions;

namespace Strata.Platform.Targeting.Templates;

/// <summary>Makes a segmentation of sales plays for a product category, with the competitors that the data knows.</summary>
internal static partial class SalesPlayTemplate
{
    private const int MostCompetitors = 20;

    public static IReadOnlyList<WrittenDefinition> Write(Workspace workspace, SalesPlayOptions? options)
    {
        if (options?.Category is not { Length: > 0 } category || options.Product is not { Length: > 0 } product)
        {
            throw new UserErrorException(
                "argument", "A sales play is for a category of products and for what you sell in it.", fix: "Write for example --category \"Marketing automation\" --product \"Our Product\".");
        }

        if (options.Competitors is < 1 or > MostCompetitors)
        {
            throw new UserErrorException("argument", $"The competitors to name must be between 1 and {MostCompetitors}.");
        }

        string[] competitors = Competitors(workspace, category, product, options.Competitors);
        string universe = workspace.Library.FindSegment("target-market") is null
            ? "any(subscriptions where status = \"Active\") or any(technologies)"
            : "any(subscriptions where status = \"Active\") or in segment(\"target-market\")";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"segmentation: sales_play_{NotWord().Replace(TextFolding.Fold(category), "_").Trim('_')}\nof: accounts\n");
        text.Append(CultureInfo.InvariantCulture, $"description: {Quoted($"The play for {category}: sell {product} to customers who lack it, displace a competitor, or fill whitespace.")}\n");
        text.Append(CultureInfo.InvariantCulture, $"universe: {universe}\nsegments:\n");
        Part(text, "Complete", $"any(subscriptions where product = {Quoted(product)} and status = \"Active\")");
        Part(text, "Expansion", "any(subscriptions where status = \"Active\")");
        foreach (string competitor in competitors)
        {
            Part(text, $"Displacement: {competitor}", $"any(technologies where product = {Quoted(competitor)})");
        }

        Part(text, "Displacement: other", $"any(technologies where category = {Quoted(category)})");
        text.Append("other: Whitespace\n");
        return DefinitionFiles.ReadText(text.ToString());
    }

    private static string[] Competitors(Workspace workspace, string category, string product, int most)
    {
        string[] found = [.. workspace.Connection.Query(
            """
            SELECT any_value(product) FROM technologies WHERE "category.folded" = $1 AND "product.folded" <> $2
            GROUP BY "product.folded" ORDER BY count(DISTINCT account_ref) DESC, "product.folded" LIMIT $3
            """,
            [TextFolding.Fold(category), TextFolding.Fold(product), (long)most],
            row => row.GetRequiredText(0))];
        if (found.Length > 0)
        {
            return found;
        }

        string[] categories = [.. workspace.Connection.Query(
            "SELECT any_value(category) FROM technologies WHERE category IS NOT NULL GROUP BY \"category.folded\" ORDER BY count(*) DESC LIMIT 12", [], row => row.GetRequiredText(0))];
        throw new UserErrorException(
            "argument",
            $"No account has a product of the category '{category}'.",
            fix: categories.Length == 0 ? "Import technologies first: `strata import technologies.csv`." : $"The data has {string.Join(", ", categories)}.");
    }

    private static void Part(StringBuilder text, string value, string where) =>
        text.Append(CultureInfo.InvariantCulture, $"  - value: {Quoted(value)}\n    where: |\n      {where}\n");

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotWord();
}
