using System.Globalization;
using Strata.Language;
using Strata.Language.Checking;
using Strata.Platform.Profile.Features;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Leaks;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Scores;

/// <summary>The examples of a score with what was known of each before its outcome.</summary>
/// <param name="Examples">The examples, in the order in which their outcomes were known.</param>
/// <param name="Rows">Their features and outcomes.</param>
/// <param name="Known">Everything that was read of them, what may not be learnt from included.</param>
/// <param name="Features">The features, in the order of the columns.</param>
/// <param name="Refused">What may not be read, and why.</param>
/// <param name="Notes">What else a reader has to know.</param>
internal sealed record TrainingRows(
    IReadOnlyList<ScoreExample> Examples, LabelledRows Rows, ModelMatrix Known, IReadOnlyList<Feature> Features, IReadOnlyList<RefusedFeature> Refused, IReadOnlyList<string> Notes)
{
    /// <summary>Fewer examples than this teach nothing.</summary>
    public const int FewestExamples = 30;

    /// <summary>Fewer of either outcome than this teach nothing.</summary>
    public const int FewestOfEach = 5;

    /// <summary>A single feature that tells the outcomes apart this well is the outcome.</summary>
    private const double NearPerfect = 0.97;

    private const int LeakExamples = 40;

    /// <summary>About so many examples tell whether a feature is the outcome.</summary>
    private const int JudgedRows = 10_000;

    /// <summary>Reads them.</summary>
    /// <exception cref="UserErrorException">Code <c>scores</c>: there is not enough to learn from; <c>argument</c>: a feature is not there, or is refused.</exception>
    public static TrainingRows Read(Workspace workspace, ScoreDefinition score, TrainingOptions options, CancellationToken cancellation)
    {
        ScoreExamples found = ExampleReader.Read(workspace, score, options.Months, workspace.Now, cancellation);
        RefuseTooFew(score, found, options.Months);
        FeatureCatalog catalog = Select(workspace, score, options, cancellation);
        FeatureTable table = FeatureBuilder.Build(
            workspace, catalog, [.. found.Examples.Select(example => new FeatureRow(example.AccountRef, example.Instant))], null, cancellation);
        var rows = new LabelledRows(FeatureMatrix.Of(table), [.. found.Examples.Select(example => example.Label)]);
        var byName = table.Features.ToDictionary(feature => feature.Name, StringComparer.Ordinal);
        List<RefusedFeature> leaks = Leaks(rows, options, name => byName[name].IsDated(workspace.Reader.History), cancellation);
        HashSet<string> told = [.. rows.Matrix.Columns.Where(SaysSomething).Select(column => column.Name).Except(leaks.Select(leak => leak.Name), StringComparer.Ordinal)];
        if (told.Count == 0)
        {
            throw new UserErrorException(
                "scores",
                $"Nothing is known of the accounts whose {score.Ended} ended: every feature is missing, always the same, or refused.",
                fix: "Import fields of these accounts, such as industry, employees or country, or what their people did.");
        }

        ModelMatrix matrix = rows.Matrix.Only(told);
        return new(
            found.Examples,
            rows with { Matrix = matrix },
            rows.Matrix,
            [.. matrix.Columns.Select(column => byName[column.Name])],
            [.. catalog.Refused, .. leaks],
            found.Notes);
    }

    private static void RefuseTooFew(ScoreDefinition score, ScoreExamples found, int months)
    {
        int all = found.Examples.Count, positives = found.Examples.Count(example => example.Label);
        string notes = found.Notes.Count == 0 ? "" : $" {string.Join(" ", found.Notes)}";
        string more = $"Import more {score.Ended} that have ended, or look back further with --months (now {months}).{notes}";
        string? problem = (all, positives) switch
        {
            (0, _) => $"There are no {score.Ended} that have ended.",
            (_, 0) => $"None of the {all:N0} {score.Ended} {score.Outcome}.",
            _ when positives == all => $"All of the {all:N0} {score.Ended} {score.Outcome}: there is nothing to compare them with.",
            ( < FewestExamples, _) => $"There are only {all:N0} {score.Ended} that have ended; at least {FewestExamples} are needed to learn anything.",
            _ when Math.Min(positives, all - positives) < FewestOfEach =>
                $"Of {all:N0} {score.Ended}, {positives:N0} {score.Outcome} and {all - positives:N0} {score.Otherwise}; at least {FewestOfEach} of each are needed.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new UserErrorException("scores", problem, fix: (all, positives, score.ForetellsWins) switch
            {
                ( > 0, 0, true) => $"See that the import knows which stages are won: `strata catalog opportunities`.{notes}",
                ( > 0, _, true) when positives == all => $"Import those that were lost too: many exports leave them out.{notes}",
                _ => more,
            });
        }
    }

    private static FeatureCatalog Select(Workspace workspace, ScoreDefinition score, TrainingOptions options, CancellationToken cancellation)
    {
        var catalog = FeatureCatalog.Of(workspace, options.Allowed, cancellation);
        foreach (string name in options.Features ?? [])
        {
            if (catalog.Refused.FirstOrDefault(refused => refused.Name == name) is { } refused)
            {
                throw new UserErrorException("argument", $"'{name}' is refused as a feature. {refused.Reason}", fix: $"Leave it out, or say --allow {name} where you are sure that it is known before the outcome.");
            }
        }

        foreach (string name in (options.Features ?? []).Concat(options.Without))
        {
            if (!catalog.Features.Any(feature => feature.Name == name) && !catalog.Refused.Any(refused => refused.Name == name))
            {
                throw new UserErrorException(
                    "argument", $"There is no feature '{name}'.", fix: Suggestions.DidYouMean(name, catalog.Features.Select(feature => feature.Name), "The card of a model lists them: strata score show."));
            }
        }

        return catalog.Only(catalog.Features
            .Where(feature => score.Families is null || score.Families.Contains(feature.Family))
            .Select(feature => feature.Name)
            .Where(name => options.Features is null || options.Features.Contains(name, StringComparer.Ordinal))
            .Except(options.Without, StringComparer.Ordinal));
    }

    /// <summary>Features that tell the outcomes of this score apart almost perfectly by themselves, or better than all others together.</summary>
    private static List<RefusedFeature> Leaks(LabelledRows rows, TrainingOptions options, Func<string, bool> isDated, CancellationToken cancellation)
    {
        if (rows.Count < LeakExamples)
        {
            return [];
        }

        int step = Math.Max(1, rows.Count / JudgedRows);
        int[] some = [.. Enumerable.Range(0, rows.Count / step).Select(place => place * step)];
        bool[] labels = [.. some.Select(row => rows.Labels[row])];
        var areas = new double[rows.Matrix.Columns.Count];
        Parallel.For(0, areas.Length, column => areas[column] = ColumnArea.Of(rows.Matrix.Columns[column].Take(some), labels));
        List<RefusedFeature> leaks =
        [
            .. areas.Select((area, column) => (Area: area, rows.Matrix.Columns[column].Name))
                .Where(found => found.Area >= NearPerfect && !options.Allowed.Contains(found.Name, StringComparer.Ordinal))
                .Select(found => new RefusedFeature(found.Name, string.Create(
                    CultureInfo.InvariantCulture,
                    $"It tells the outcomes apart almost perfectly (area under the curve {found.Area:0.00}), as only something written after the outcome does."))),
        ];
        HashSet<string> perfect = [.. leaks.Select(leak => leak.Name)];
        string[] doubtful = [.. areas.Select((area, column) => (area, rows.Matrix.Columns[column].Name))
            .Where(found => found.area >= DominantColumns.Strong && !perfect.Contains(found.Name) && !options.Allowed.Contains(found.Name, StringComparer.Ordinal) && !isDated(found.Name))
            .Select(found => found.Name)];
        if (doubtful.Length > 0)
        {
            LabelledRows judged = rows.Take(some);
            judged = judged with { Matrix = new ModelMatrix(judged.Count, [.. judged.Matrix.Columns.Where(column => !perfect.Contains(column.Name))]) };
            leaks.AddRange(DominantColumns.Find(judged, name => !doubtful.Contains(name, StringComparer.Ordinal), cancellation).Select(found => new RefusedFeature(found.Name, found.Reason)));
        }

        return leaks;
    }

    private static bool SaysSomething(ModelColumn column) => column switch
    {
        { Codes: { } codes } => codes.Distinct().Skip(1).Any(),
        { Numbers: { } numbers } => numbers.Distinct().Skip(1).Any(),
        _ => column.At!.Length > 0,
    };
}
