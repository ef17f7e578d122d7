using MathNet.Numerics.LinearAlgebra;

namespace Strata.Platform.Scoring.Calibration;

/// <summary>Fits calibrators to log-odds of rows that the model did not learn from.</summary>
internal static class CalibratorFit
{
    private const int MostSteps = 50;

    /// <summary>A trace of a penalty towards the log-odds as they are, in rows: what keeps it defined where the two outcomes are parted entirely.</summary>
    private const double Penalty = 1;

    /// <summary>A line, or null where it would turn the order round.</summary>
    public static PlattCalibration? Platt(double[] logOdds, bool[] labels)
    {
        double[] weights = Fit(logOdds, labels, [value => value], [1]);
        return weights[1] < 0 ? null : new PlattCalibration(weights[0], weights[1]);
    }

    /// <summary>A line for each half, or null where one would turn the order round.</summary>
    public static BetaCalibration? Beta(double[] logOdds, bool[] labels)
    {
        double[] weights = Fit(logOdds, labels, [value => BetaCalibration.Halves(value).High, value => BetaCalibration.Halves(value).Low], [1, 1]);
        return weights[1] < 0 || weights[2] < 0 ? null : new BetaCalibration(weights[0], weights[1], weights[2]);
    }

    /// <summary>Steps; each is drawn a little to the base rate, so that none is quite sure.</summary>
    public static IsotonicCalibration Isotonic(double[] logOdds, bool[] labels)
    {
        double baseRate = (labels.Count(label => label) + 0.5) / (labels.Length + 1.0);
        int[] order = [.. Enumerable.Range(0, labels.Length).OrderBy(row => logOdds[row])];
        var pools = new List<Pool>();
        foreach (int row in order)
        {
            var pool = new Pool(logOdds[row], labels[row] ? 1 : 0, 1);
            bool isTie = pools.Count > 0 && pools[^1].Rows * logOdds[row] <= pools[^1].Sum;
            while (pools.Count > 0 && (isTie || pools[^1].Rate >= pool.Rate))
            {
                pool = new Pool(pools[^1].Sum + pool.Sum, pools[^1].Positives + pool.Positives, pools[^1].Rows + pool.Rows);
                pools.RemoveAt(pools.Count - 1);
                isTie = false;
            }

            pools.Add(pool);
        }

        double[] probabilities = [.. pools.Select(pool => (pool.Positives + baseRate) / (pool.Rows + 1))];
        for (int index = 1; index < probabilities.Length; index++)
        {
            probabilities[index] = Math.Max(probabilities[index], probabilities[index - 1]);
        }

        return new IsotonicCalibration([.. pools.Select(pool => pool.Sum / pool.Rows)], probabilities);
    }

    /// <summary>A logistic regression on a few numbers by Newton's method, drawn a little to where they started.</summary>
    private static double[] Fit(double[] logOdds, bool[] labels, Func<double, double>[] terms, double[] start)
    {
        int size = terms.Length + 1;
        Vector<double> prior = Vector<double>.Build.DenseOfEnumerable([0, .. start]), weights = prior.Clone();
        double[][] values = [.. logOdds.Select(value => (double[])[1, .. terms.Select(term => term(value))])];
        double loss = Loss(weights);
        for (int step = 0; step < MostSteps; step++)
        {
            Matrix<double> hessian = Matrix<double>.Build.DenseDiagonal(size, Penalty);
            Vector<double> gradient = Penalty * (weights - prior);
            for (int row = 0; row < labels.Length; row++)
            {
                double probability = LogOdds.ToProbability(Dot(weights, values[row]));
                for (int index = 0; index < size; index++)
                {
                    gradient[index] += (probability - (labels[row] ? 1 : 0)) * values[row][index];
                    for (int other = 0; other < size; other++)
                    {
                        hessian[index, other] += probability * (1 - probability) * values[row][index] * values[row][other];
                    }
                }
            }

            Vector<double> direction = hessian.Cholesky().Solve(gradient), next = weights - direction;
            double nextLoss = Loss(next);
            for (double length = 0.5; nextLoss > loss && length > 1e-4; length /= 2)
            {
                next = weights - (length * direction);
                nextLoss = Loss(next);
            }

            if (!(nextLoss < loss - (1e-10 * labels.Length)))
            {
                break;
            }

            (weights, loss) = (next, nextLoss);
        }

        return weights.ToArray();

        double Loss(Vector<double> at)
        {
            double[] predictions = [.. values.Select(row => Dot(at, row))];
            return (LogOdds.Loss(predictions, labels) * labels.Length) + (Penalty / 2 * (at - prior).DotProduct(at - prior));
        }
    }

    private static double Dot(Vector<double> weights, double[] values)
    {
        double sum = 0;
        for (int index = 0; index < values.Length; index++)
        {
            sum += weights[index] * values[index];
        }

        return sum;
    }

    private readonly record struct Pool(double Sum, double Positives, double Rows)
    {
        public double Rate => Positives / Rows;
    }
}
