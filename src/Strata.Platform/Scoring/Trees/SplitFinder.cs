using System.Runtime.Intrinsics;
using Strata.Platform.Scoring.Binning;

namespace Strata.Platform.Scoring.Trees;

/// <summary>
/// Finds the best split of a leaf by a column from the column's histogram. Numbers: a threshold, with what is not known on the side that is
/// better. Categories: sorted by what they lean to, as then the best of all sets is among the prefixes (Fisher 1958; LightGBM does the same).
/// </summary>
internal sealed class SplitFinder(IReadOnlyList<ColumnBins> columns, BoostingOptions options)
{
    private const double LeastGain = 1e-6;

    /// <summary>A category weighs this much less than it does, so that a rare one is not taken for an extreme one.</summary>
    private const double CategorySmoothing = 10;

    /// <summary>The best split of a leaf by a column, or null.</summary>
    /// <param name="feature">The column.</param>
    /// <param name="histogram">The sums of each bin.</param>
    /// <param name="total">The sums of the leaf.</param>
    public Split? Find(int feature, ReadOnlySpan<Vector128<double>> histogram, GradientSum total) =>
        columns[feature].IsCategory ? ByCategories(feature, histogram, total) : ByThreshold(feature, histogram, total);

    private Split? ByThreshold(int feature, ReadOnlySpan<Vector128<double>> histogram, GradientSum total)
    {
        GradientSum missing = At(histogram, 0);
        double parent = total.Score(options.Ridge), best = LeastGain;
        int threshold = -1;
        bool missingLeft = false;
        GradientSum bestLeft = default, known = default;
        for (int bin = 1; bin < histogram.Length; bin++)
        {
            known += At(histogram, bin);
            Consider(known, bin, withMissing: false);
            if (missing.Hessian > 0)
            {
                Consider(known + missing, bin, withMissing: true);
            }
        }

        if (threshold < 0)
        {
            return null;
        }

        var left = new ulong[Tree.WordsPerSet];
        for (int bin = missingLeft ? 0 : 1; bin <= threshold; bin++)
        {
            left[bin >> 6] |= 1UL << (bin & 63);
        }

        return new Split(best, feature, left, bestLeft, total - bestLeft);

        void Consider(GradientSum left, int bin, bool withMissing)
        {
            GradientSum right = total - left;
            if (left.Hessian < options.LeafWeight || right.Hessian < options.LeafWeight)
            {
                return;
            }

            double gain = left.Score(options.Ridge) + right.Score(options.Ridge) - parent;
            if (gain > best)
            {
                (best, threshold, missingLeft, bestLeft) = (gain, bin, withMissing, left);
            }
        }
    }

    private Split? ByCategories(int feature, ReadOnlySpan<Vector128<double>> histogram, GradientSum total)
    {
        Span<int> order = stackalloc int[BinBuilder.Most];
        Span<double> leaning = stackalloc double[BinBuilder.Most];
        int met = 0;
        for (int bin = 0; bin < histogram.Length; bin++)
        {
            GradientSum sum = At(histogram, bin);
            if (sum.Hessian > 0)
            {
                order[met] = bin;
                leaning[met++] = sum.Gradient / (sum.Hessian + CategorySmoothing);
            }
        }

        order = order[..met];
        leaning[..met].Sort(order);
        double ridge = options.Ridge + options.CategoryRidge, parent = total.Score(options.Ridge), best = LeastGain;
        int taken = 0;
        GradientSum left = default, bestLeft = default;
        for (int place = 0; place < met - 1; place++)
        {
            left += At(histogram, order[place]);
            GradientSum right = total - left;
            if (left.Hessian < options.LeafWeight || right.Hessian < options.LeafWeight)
            {
                continue;
            }

            double gain = left.Score(ridge) + right.Score(ridge) - parent;
            if (gain > best)
            {
                (best, taken, bestLeft) = (gain, place + 1, left);
            }
        }

        return taken == 0 ? null : new Split(best, feature, SetOf(order[..taken]), bestLeft, total - bestLeft);
    }

    private static ulong[] SetOf(ReadOnlySpan<int> bins)
    {
        var set = new ulong[Tree.WordsPerSet];
        foreach (int bin in bins)
        {
            set[bin >> 6] |= 1UL << (bin & 63);
        }

        return set;
    }

    private static GradientSum At(ReadOnlySpan<Vector128<double>> histogram, int bin) => new(histogram[bin].GetElement(0), histogram[bin].GetElement(1));
}
