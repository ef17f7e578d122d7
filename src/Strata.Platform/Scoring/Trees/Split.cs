namespace Strata.Platform.Scoring.Trees;

/// <summary>A way to part the rows of a leaf.</summary>
/// <param name="Gain">What it makes better; nothing where it is not positive.</param>
/// <param name="Feature">The column it asks.</param>
/// <param name="LeftBins">The bins that go left.</param>
/// <param name="LeftSum">The sums of the gradients and second derivatives of those that go left.</param>
/// <param name="RightSum">Those of the others.</param>
internal sealed record Split(double Gain, int Feature, ulong[] LeftBins, GradientSum LeftSum, GradientSum RightSum);

/// <summary>Sums of first and second derivatives of the loss.</summary>
/// <param name="Gradient">Of the first.</param>
/// <param name="Hessian">Of the second.</param>
internal readonly record struct GradientSum(double Gradient, double Hessian)
{
    public static GradientSum operator +(GradientSum left, GradientSum right) => new(left.Gradient + right.Gradient, left.Hessian + right.Hessian);

    public static GradientSum operator -(GradientSum left, GradientSum right) => new(left.Gradient - right.Gradient, left.Hessian - right.Hessian);

    /// <summary>Twice what the best value for these rows takes off the loss.</summary>
    public double Score(double ridge) => Gradient * Gradient / (Hessian + ridge);
}
