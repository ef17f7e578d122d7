using Strata.Platform.Scoring.Binning;
using Strata.Platform.Scoring.Data;

namespace Strata.Platform.Scoring.Trees;

/// <summary>Trees whose values add up to log-odds.</summary>
/// <param name="Bins">How the columns are cut.</param>
/// <param name="Bias">The log-odds that the sum starts from.</param>
/// <param name="Trees">The trees, in the order in which they were grown.</param>
internal sealed record BoostedTrees(IReadOnlyList<ColumnBins> Bins, double Bias, IReadOnlyList<Tree> Trees) : IRawModel
{
    /// <summary>Rows that are put into bins and taken through all trees together, so that both stay near the processor.</summary>
    private const int BlockRows = 2048;

    /// <inheritdoc/>
    public double[] Predict(ModelMatrix rows, CancellationToken cancellation)
    {
        var predictions = new double[rows.Rows];
        var byName = rows.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        ModelColumn?[] columns = [.. Bins.Select(bins => byName.GetValueOrDefault(bins.Name))];
        int blocks = (rows.Rows + BlockRows - 1) / BlockRows;
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, blocks, options, block => PredictBlock(columns, block * BlockRows, predictions));
        return predictions;
    }

    /// <inheritdoc/>
    public double[] Contributions(ModelMatrix row)
    {
        var values = new double[Bins.Count];
        byte[] bins = RowOf(row);
        foreach (Tree tree in Trees)
        {
            TreeShap.Add(tree, bins, values);
        }

        return values;
    }

    /// <inheritdoc/>
    public double Expected() => Bias + Trees.Sum(TreeShap.Expected);

    private byte[] RowOf(ModelMatrix row)
    {
        var bins = new byte[Bins.Count];
        for (int feature = 0; feature < bins.Length; feature++)
        {
            Bins[feature].Fill(row.Find(Bins[feature].Name), 0, bins.AsSpan(feature, 1));
        }

        return bins;
    }

    private void PredictBlock(ModelColumn?[] columns, int from, double[] predictions)
    {
        Span<double> sums = predictions.AsSpan(from, Math.Min(BlockRows, predictions.Length - from));
        byte[] byRow = new byte[sums.Length * columns.Length];
        Span<byte> bins = stackalloc byte[BlockRows];
        bins = bins[..sums.Length];
        for (int feature = 0; feature < columns.Length; feature++)
        {
            Bins[feature].Fill(columns[feature], from, bins);
            for (int row = 0; row < bins.Length; row++)
            {
                byRow[(row * columns.Length) + feature] = bins[row];
            }
        }

        sums.Fill(Bias);
        foreach (Tree tree in Trees)
        {
            for (int row = 0; row < sums.Length; row++)
            {
                sums[row] += tree.Predict(byRow.AsSpan(row * columns.Length, columns.Length));
            }
        }
    }
}
