using System.Globalization;
using System.Text;
using Strata.Language.Definitions;
using Strata.Platform.Segments.Definitions;

namespace Strata.Platform.Targeting;

/// <summary>The target account list and its tiers in the language: everything that was decided can be read, edited and versioned there.</summary>
internal static class TargetDefinitions
{
    /// <summary>Writes the segment of the list and the segmentation of its tiers.</summary>
    /// <param name="options">Their names.</param>
    /// <param name="capacity">What can be worked.</param>
    /// <param name="market">The segment of the market; null for everybody.</param>
    /// <param name="profile">The segment of those who fit.</param>
    /// <param name="suppressions">The segments that are taken out.</param>
    /// <param name="matrix">Fit against timing.</param>
    public static IReadOnlyList<WrittenDefinition> Write(
        TargetOptions options, TierCapacity capacity, string? market, string profile, IReadOnlyList<string> suppressions, TargetMatrix matrix)
    {
        var list = new StringBuilder();
        list.Append(CultureInfo.InvariantCulture, $"segment: {Quoted(options.Name)}\nname: Target account list\nof: accounts\n");
        list.Append("description: Who fits and whose time is now, of the target market, without those who are not approached. Made by strata tal.\nwhere: |\n");
        list.Append(market is null ? "  " : $"  in segment({Quoted(market)})\n  and ").Append(CultureInfo.InvariantCulture, $"in segment({Quoted(profile)})\n");
        list.Append(CultureInfo.InvariantCulture, $"  and ({matrix.OnTheList})\n");
        if (suppressions.Count > 0)
        {
            list.Append("exclude: |\n  ").AppendJoin("\n  or ", suppressions.Select(name => $"in segment({Quoted(name)})")).Append('\n');
        }

        list.Append("objective: opportunity\nreview_every: 1 quarter\n");
        string onList = $"in segment({Quoted(options.Name)})";
        string one = Top(capacity.OneToOne, matrix, $"{onList} and ({matrix.OneToOne})");
        string few = Top(capacity.OneToFew, matrix, $"{onList} and ({matrix.UpToFew}) and not ({one})");
        string many = capacity.OneToMany is { } most ? Top(most, matrix, $"{onList} and not ({one}) and not ({few})") : onList;
        var tiers = new StringBuilder();
        tiers.Append(CultureInfo.InvariantCulture, $"segmentation: {Quoted(options.TierName)}\nof: accounts\n");
        tiers.Append("description: How much attention an account of the target account list gets, by fit, timing and what the team can work. Made by strata tal.\n");
        tiers.Append(CultureInfo.InvariantCulture, $"universe: {onList}\nsegments:\n");
        foreach ((string value, string where) in new[] { (TierNames.OneToOne, one), (TierNames.OneToFew, few), (TierNames.OneToMany, many) })
        {
            tiers.Append(CultureInfo.InvariantCulture, $"  - value: '{value}'\n    where: |\n      {where}\n");
        }

        tiers.Append(CultureInfo.InvariantCulture, $"other: {TierNames.Beyond}\n");
        return [.. DefinitionFiles.ReadText(list.ToString()), .. DefinitionFiles.ReadText(tiers.ToString())];
    }

    /// <summary>The segmentation among the definitions.</summary>
    public static SegmentationDefinition TiersOf(IReadOnlyList<WrittenDefinition> definitions) =>
        definitions.Select(written => written.Definition).OfType<SegmentationDefinition>().Single();

    /// <summary>The segment among the definitions.</summary>
    public static SegmentDefinition ListOf(IReadOnlyList<WrittenDefinition> definitions) =>
        definitions.Select(written => written.Definition).OfType<SegmentDefinition>().Single();

    private static string Top(int count, TargetMatrix matrix, string among) =>
        string.Create(CultureInfo.InvariantCulture, $"in top {count} by {matrix.Fit.Value} among ({among})");

    /// <summary>Text as the language and YAML both write it between quotes.</summary>
    public static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
