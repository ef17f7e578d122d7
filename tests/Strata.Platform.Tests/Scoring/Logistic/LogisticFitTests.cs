using Strata.Platform.Scoring;
using Strata.Platform.Scoring.Binning;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Logistic;

namespace Strata.Platform.Tests.Scoring.Logistic;

public sealed class LogisticFitTests
{
    [Fact]
    public void A_single_column_without_penalty_gives_the_rates_of_its_bins()
    {
        int[] codes = [.. Enumerable.Range(0, 1000).Select(row => row % 3)];
        bool[] labels = [.. Enumerable.Range(0, 1000).Select(row => row % 3 == 0 ? row % 2 == 0 : row % 3 == 1 ? row % 5 == 0 : row % 10 == 0)];
        var matrix = new ModelMatrix(1000, [ModelColumn.OfCodes("kind", codes, ["a", "b", "c"])]);
        BinnedRows rows = BinnedRows.Of([BinBuilder.Build(matrix.Columns[0], 14, 1)], matrix);
        var fit = new LogisticFit(rows, labels);
        Scorecard card = fit.ToScorecard(fit.Fit(1e-6, null, CancellationToken.None));
        double[] logOdds = card.Predict(matrix, CancellationToken.None);
        foreach (int kind in (int[])[0, 1, 2])
        {
            int[] of = [.. Enumerable.Range(0, 1000).Where(row => codes[row] == kind)];
            LogOdds.ToProbability(logOdds[of[0]]).ShouldBe(of.Average(row => labels[row] ? 1.0 : 0), 1e-4);
        }
    }

    [Fact]
    public void At_the_optimum_the_gradient_vanishes()
    {
        (LabelledRows data, _) = ScoringData.Make(4000, seed: 11);
        BinnedRows rows = BinnedRows.Of([.. data.Matrix.Columns.Select(column => BinBuilder.Build(column, 10, 20))], data.Matrix);
        var fit = new LogisticFit(rows, data.Labels);
        double[] weights = fit.Fit(15, null, CancellationToken.None);
        double[] logOdds = fit.Predict(weights, rows);

        // The intercept bears no penalty, so the foretold number is the one that came; a category's bins have theirs alone.
        logOdds.Sum(LogOdds.ToProbability).ShouldBe(data.Positives, 1e-2);
        int offset = 1 + rows.Columns[0].Count;
        for (int bin = 0; bin < rows.Columns[1].Count; bin++)
        {
            double residual = Enumerable.Range(0, rows.Rows).Where(row => rows.Bins[1][row] == bin)
                .Sum(row => LogOdds.ToProbability(logOdds[row]) - (data.Labels[row] ? 1 : 0));
            (residual + (15 * weights[offset + bin])).ShouldBe(0, 1e-2);
        }
    }

    [Fact]
    public void A_stronger_penalty_draws_weights_to_nothing()
    {
        (LabelledRows data, _) = ScoringData.Make(2000, seed: 12);
        BinnedRows rows = BinnedRows.Of([.. data.Matrix.Columns.Select(column => BinBuilder.Build(column, 10, 20))], data.Matrix);
        var fit = new LogisticFit(rows, data.Labels);
        double Size(double penalty) => fit.Fit(penalty, null, CancellationToken.None).Skip(1).Sum(Math.Abs);
        Size(1000).ShouldBeLessThan(Size(10));
        Size(1e9).ShouldBe(0, 1e-3);
    }

    [Fact]
    public void A_column_of_chance_is_mostly_left_out_and_one_that_says_something_is_taken()
    {
        int taken = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            (LabelledRows data, _) = ScoringData.Make(2000, seed);
            int[] columns = ColumnChoice.Choose(BinnedRows.Of([.. data.Matrix.Columns.Select(column => BinBuilder.Build(column, 10, 20))], data.Matrix), data.Labels);
            columns.ShouldContain(0);
            columns.ShouldContain(1);
            taken += columns.Contains(2) ? 1 : 0;
        }

        taken.ShouldBeLessThan(8);
    }
}
