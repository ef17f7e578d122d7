using System.Globalization;
using Strata.Language.Ast;
using Strata.Language.Sql;
using Strata.Language.Syntax;

namespace Strata.Platform.Profile.Features;

/// <summary>What a feature speaks of.</summary>
public enum FeatureFamily
{
    /// <summary>What the company is: industry, size, age, ownership, tags.</summary>
    Firmographic,

    /// <summary>Where it is.</summary>
    Geographic,

    /// <summary>What is installed there.</summary>
    Technographic,

    /// <summary>What its people did with us.</summary>
    Behavioural,

    /// <summary>What it researched elsewhere.</summary>
    Intent,

    /// <summary>Whom we know there and what we sold there before.</summary>
    Relationship,

    /// <summary>What it spends.</summary>
    Value,
}

/// <summary>What values a feature has.</summary>
public enum FeatureKind
{
    /// <summary>One of a set of names, or not known.</summary>
    Category,

    /// <summary>A number, or not known; of a count never unknown.</summary>
    Number,

    /// <summary>True or false, never unknown.</summary>
    Flag,
}

/// <summary>One thing that can be said of an account at an instant, and how a definition says it.</summary>
/// <param name="Name">Stable and readable, unique within a catalog: <c>industry</c>, <c>technologies: Salesforce</c>, <c>page_view of pricing in 30 days</c>.</param>
/// <param name="Family">What it speaks of.</param>
/// <param name="Kind">What values it has.</param>
/// <param name="Label">The words for a person, in the middle of a sentence.</param>
public sealed record Feature(string Name, FeatureFamily Family, FeatureKind Kind, string Label)
{
    /// <summary>Of a flag, the clause of the language that is true where the flag is; null for the other kinds.</summary>
    public string? Clause { get; init; }

    /// <summary>
    /// Of a category or number, the value expression of the language; null for a flag, and for an age, which the language compares by its
    /// date. <see cref="Between"/> and <see cref="In"/> write clauses of any of them.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Of a flag that says that a category is below a node of its taxonomy, the name of the category's feature; else null.</summary>
    public string? GroupOf { get; init; }

    /// <summary>Of a number that counts: 0 where there is none, whole, and never unknown.</summary>
    public bool IsCount { get; init; }

    /// <summary>How far it is from what a person would name: 0 for that itself, more for what merely goes with it or holds it.</summary>
    internal int Detour { get; init; }

    /// <summary>What it asks about: all values of a field, all windows of a type of events. Features of one subject share its say.</summary>
    internal string Subject => Recipe switch
    {
        AccountFieldRecipe account => $"account.{account.Field.Name}",
        RowsRecipe rows => $"{rows.Rows.Name}.{rows.Field?.Name}",
        EventsRecipe events => events.Event.Name,
        _ => Name,
    };

    /// <summary>
    /// Whether its values are known to be from before the instant: events, rows that say since when they hold, fields with a history. A field
    /// without one holds what is known today. A group stands and falls with its category.
    /// </summary>
    internal bool IsDated(HistoryProfile history) => GroupOf is not null || Recipe is not AccountFieldRecipe account || history.HasHistory("account", account.Field.Name);

    /// <summary>How it is read from the warehouse.</summary>
    internal FeatureRecipe Recipe { get; init; } = null!;

    /// <summary>The clause that a number is from a bound (inclusive) to below another; null leaves a side open.</summary>
    /// <exception cref="InvalidOperationException">It is no number, or both sides are open.</exception>
    public string Between(double? from, double? below)
    {
        if (Kind != FeatureKind.Number || (from is null && below is null))
        {
            throw new InvalidOperationException($"'{Name}' has no band.");
        }

        IEnumerable<string> sides = Path is null ? AgeSides(from, below) : Sides(Path, from, below);
        return string.Join(" and ", sides);
    }

    /// <summary>The clause that a category is one of these values, in the order given.</summary>
    /// <exception cref="InvalidOperationException">It is no category, or there is no value.</exception>
    public string In(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return (Kind, values.Count) switch
        {
            (FeatureKind.Category, 1) => $"{Path} = {Quoted(values[0])}",
            (FeatureKind.Category, > 1) => $"{Path} in ({string.Join(", ", values.Select(Quoted))})",
            _ => throw new InvalidOperationException($"'{Name}' is not one of several values."),
        };
    }

    private IEnumerable<string> Sides(string path, double? from, double? below)
    {
        if (IsCount && from is { } least && below is { } end && end - least <= 1)
        {
            yield return $"{path} = {Number(least)}";
            yield break;
        }

        if (from is { } lowest)
        {
            yield return $"{path} >= {Number(lowest)}";
        }

        if (below is { } bound)
        {
            yield return $"{path} < {Number(bound)}";
        }
    }

    /// <summary>An age is at least n years where the date is more than n years ago.</summary>
    private IEnumerable<string> AgeSides(double? from, double? below)
    {
        string date = ((AgeRecipe)Recipe).Field.Name;
        if (from is { } least)
        {
            yield return $"{date} before {Number(least)} years ago";
        }

        if (below is { } bound)
        {
            yield return $"{date} after {Number(bound)} years ago";
        }
    }

    /// <summary>A text as a definition writes it.</summary>
    internal static string Quoted(string text) => SegmentPrinter.Print(new TextLiteral(text));

    private static string Number(double value) => ((decimal)value).ToString(CultureInfo.InvariantCulture);
}
