using MathNet.Numerics.LinearAlgebra;
using Strata.Platform.Scoring.Binning;

namespace Strata.Platform.Scoring.Logistic;

/// <summary>
/// Fits a logistic regression on the bins of columns by Newton's method (iteratively reweighted least squares). The penalty shrinks the
/// weight of every bin towards 0, and those of neighbouring bins of numbers towards each other, so a bin of few rows follows its neighbours.
/// </summary>
internal sealed class LogisticFit
{
    private const int MostSteps = 25;
    private const double Tolerance = 1e-7;

    /// <summary>How much the difference of neighbouring bins is penalised, beside the weights themselves.</summary>
    private const double Smoothness = 2;

    private readonly BinnedRows _rows;
    private readonly bool[] _labels;
    private readonly int[] _offsets;
    private readonly int _size;
    private readonly RareRows?[] _rare;

    public LogisticFit(BinnedRows rows, bool[] labels)
    {
        _rows = rows;
        _labels = labels;
        _offsets = new int[rows.Columns.Count];
        _size = 1;
        for (int column = 0; column < _offsets.Length; column++)
        {
            _offsets[column] = _size;
            _size += rows.Columns[column].Count;
        }

        _rare = new RareRows?[rows.Columns.Count];
        Parallel.For(0, _rare.Length, column => _rare[column] = RareRows.Of(rows.Bins[column], rows.Columns[column].Count));
    }

    /// <summary>The weights at a penalty: the intercept, then the bins of each column. They are unique, so a start only saves steps.</summary>
    /// <param name="penalty">The weight of the penalty, in rows.</param>
    /// <param name="start">Where to start; null for the base rate.</param>
    /// <param name="cancellation">Stops.</param>
    public double[] Fit(double penalty, double[]? start, CancellationToken cancellation)
    {
        double[] weights = start is null ? Start() : (double[])start.Clone();
        double[] logOdds = Predict(weights);
        double loss = Objective(logOdds, weights, penalty);
        for (int step = 0; step < MostSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            (Matrix<double> hessian, Vector<double> gradient) = Derivatives(logOdds, weights, penalty);
            Vector<double> direction = hessian.Cholesky().Solve(gradient);
            double promised = gradient.DotProduct(direction);
            double length = 1;
            (double[] next, double[] nextOdds, double nextLoss) = Move(weights, direction, length, penalty);
            while (nextLoss > loss && length > 1e-4)
            {
                length /= 2;
                (next, nextOdds, nextLoss) = Move(weights, direction, length, penalty);
            }

            if (nextLoss > loss)
            {
                break;
            }

            (weights, logOdds, loss) = (next, nextOdds, nextLoss);
            if (promised < Tolerance * _labels.Length)
            {
                break;
            }
        }

        return weights;
    }

    /// <summary>The log-odds that weights give rows whose columns are cut as those of the fit.</summary>
    public double[] Predict(double[] weights, BinnedRows rows)
    {
        var logOdds = new double[rows.Rows];
        Array.Fill(logOdds, weights[0]);
        for (int column = 0; column < _offsets.Length; column++)
        {
            ReadOnlySpan<double> own = weights.AsSpan(_offsets[column]);
            byte[] bins = rows.Bins[column];
            for (int row = 0; row < logOdds.Length; row++)
            {
                logOdds[row] += own[bins[row]];
            }
        }

        return logOdds;
    }

    /// <summary>A scorecard of the weights; each column is moved so that it adds nothing on average.</summary>
    public Scorecard ToScorecard(double[] weights)
    {
        double intercept = weights[0];
        var columns = new List<ScorecardColumn>();
        for (int column = 0; column < _offsets.Length; column++)
        {
            ColumnBins bins = _rows.Columns[column];
            int[] rows = new int[bins.Count], positives = new int[bins.Count];
            for (int row = 0; row < _labels.Length; row++)
            {
                rows[_rows.Bins[column][row]]++;
                positives[_rows.Bins[column][row]] += _labels[row] ? 1 : 0;
            }

            double[] own = weights.AsSpan(_offsets[column], bins.Count).ToArray();
            double mean = rows.Zip(own, (count, weight) => count * weight).Sum() / Math.Max(1, _labels.Length);
            intercept += mean;

            // A bin that no row of the training had says nothing.
            columns.Add(new ScorecardColumn(bins, [.. own.Select((weight, bin) => rows[bin] == 0 ? 0 : weight - mean)], rows, positives));
        }

        return new Scorecard(intercept, columns);
    }

    private double[] Start()
    {
        var weights = new double[_size];
        weights[0] = LogOdds.Of((_labels.Count(label => label) + 0.5) / (_labels.Length + 1.0));
        return weights;
    }

    private double[] Predict(double[] weights) => Predict(weights, _rows);

    private (double[] Weights, double[] LogOdds, double Loss) Move(double[] weights, Vector<double> direction, double length, double penalty)
    {
        double[] moved = [.. weights.Select((weight, index) => weight - (length * direction[index]))];
        double[] logOdds = Predict(moved);
        return (moved, logOdds, Objective(logOdds, moved, penalty));
    }

    private double Objective(double[] logOdds, double[] weights, double penalty)
    {
        double squares = 0;
        for (int index = 1; index < weights.Length; index++)
        {
            squares += weights[index] * weights[index];
        }

        foreach ((int low, int high) in Neighbours())
        {
            squares += Smoothness * (weights[high] - weights[low]) * (weights[high] - weights[low]);
        }

        return (LogOdds.Loss(logOdds, _labels) * _labels.Length) + (penalty / 2 * squares);
    }

    private (Matrix<double> Hessian, Vector<double> Gradient) Derivatives(double[] logOdds, double[] weights, double penalty)
    {
        var residual = new double[_labels.Length];
        var curvature = new double[_labels.Length];
        for (int row = 0; row < residual.Length; row++)
        {
            double probability = LogOdds.ToProbability(logOdds[row]);
            residual[row] = probability - (_labels[row] ? 1 : 0);
            curvature[row] = probability * (1 - probability);
        }

        var hessian = new double[_size * _size];
        var gradient = new double[_size];
        hessian[0] = curvature.Sum() + 1e-9;
        gradient[0] = residual.Sum();
        Parallel.For(0, _offsets.Length, column => AddColumn(column, residual, curvature, hessian, gradient));
        Parallel.For(0, _offsets.Length, column => AddPairs(column, curvature, hessian));
        AddPenalty(weights, penalty, hessian, gradient);
        for (int index = 0; index < _size; index++)
        {
            for (int other = index + 1; other < _size; other++)
            {
                hessian[(index * _size) + other] = hessian[(other * _size) + index];
            }
        }

        return (Matrix<double>.Build.Dense(_size, _size, hessian), Vector<double>.Build.Dense(gradient));
    }

    /// <summary>The parts of a column by itself: cells that no other column writes.</summary>
    private void AddColumn(int column, double[] residual, double[] curvature, double[] hessian, double[] gradient)
    {
        byte[] bins = _rows.Bins[column];
        int offset = _offsets[column];
        for (int row = 0; row < bins.Length; row++)
        {
            int place = offset + bins[row];
            gradient[place] += residual[row];
            hessian[place * _size] += curvature[row];
            hessian[(place * _size) + place] += curvature[row];
        }
    }

    /// <summary>The parts of a column with those after it: cells of the lower triangle that no other column writes.</summary>
    private void AddPairs(int column, double[] curvature, double[] hessian)
    {
        int width = _rows.Columns[column].Count;
        for (int other = column + 1; other < _offsets.Length; other++)
        {
            double[] sums = Sums(column, other, curvature, hessian);
            for (int bin = 0; bin < _rows.Columns[other].Count; bin++)
            {
                sums.AsSpan(bin * width, width).CopyTo(hessian.AsSpan(((_offsets[other] + bin) * _size) + _offsets[column], width));
            }
        }
    }

    /// <summary>The curvature of each pair of bins. Of the bin that nearly all rows are in, it is what the others leave of the whole.</summary>
    private double[] Sums(int column, int other, double[] curvature, double[] hessian)
    {
        byte[] bins = _rows.Bins[column], otherBins = _rows.Bins[other];
        int width = _rows.Columns[column].Count;
        var sums = new double[width * _rows.Columns[other].Count];
        RareRows? rare = _rare[column], otherRare = _rare[other];
        if (rare is null && otherRare is null)
        {
            for (int row = 0; row < bins.Length; row++)
            {
                sums[(otherBins[row] * width) + bins[row]] += curvature[row];
            }

            return sums;
        }

        bool isOther = rare is null || (otherRare is not null && otherRare.Rows.Length < rare.Rows.Length);
        foreach (int row in (isOther ? otherRare : rare)!.Rows)
        {
            sums[(otherBins[row] * width) + bins[row]] += curvature[row];
        }

        (int along, int across, int common) = isOther ? (width, 1, otherRare!.Common) : (1, width, rare!.Common);
        (int wholes, int parts, int offset) = isOther ? (width, _rows.Columns[other].Count, _offsets[column]) : (_rows.Columns[other].Count, width, _offsets[other]);
        for (int whole = 0; whole < wholes; whole++)
        {
            double left = hessian[(offset + whole) * _size];
            for (int part = 0; part < parts; part++)
            {
                left -= sums[(whole * across) + (part * along)];
            }

            sums[(whole * across) + (common * along)] = left;
        }

        return sums;
    }

    private void AddPenalty(double[] weights, double penalty, double[] hessian, double[] gradient)
    {
        for (int index = 1; index < _size; index++)
        {
            hessian[(index * _size) + index] += penalty;
            gradient[index] += penalty * weights[index];
        }

        foreach ((int low, int high) in Neighbours())
        {
            double strength = penalty * Smoothness, slope = strength * (weights[high] - weights[low]);
            hessian[(low * _size) + low] += strength;
            hessian[(high * _size) + high] += strength;
            hessian[(high * _size) + low] -= strength;
            gradient[high] += slope;
            gradient[low] -= slope;
        }
    }

    private IEnumerable<(int Low, int High)> Neighbours()
    {
        for (int column = 0; column < _offsets.Length; column++)
        {
            for (int bin = 1; !_rows.Columns[column].IsCategory && bin < _rows.Columns[column].Count - 1; bin++)
            {
                yield return (_offsets[column] + bin, _offsets[column] + bin + 1);
            }
        }
    }

    /// <summary>The rows that are not in a column's commonest bin, where these are few.</summary>
    /// <param name="Common">The commonest bin.</param>
    /// <param name="Rows">The others' rows, ascending.</param>
    private sealed record RareRows(int Common, int[] Rows)
    {
        public static RareRows? Of(byte[] bins, int count)
        {
            var counts = new int[count];
            foreach (byte bin in bins)
            {
                counts[bin]++;
            }

            int common = Array.IndexOf(counts, counts.Max());
            return counts[common] < bins.Length / 2 ? null : new RareRows(common, [.. Enumerable.Range(0, bins.Length).Where(row => bins[row] != common)]);
        }
    }
}
