namespace Strata.Platform.Scoring.Trees;

/// <summary>How boosted trees are grown.</summary>
internal sealed record BoostingOptions
{
    /// <summary>What of each tree is taken, from above 0 to 1: less needs more trees and generalises better.</summary>
    public double Shrinkage { get; init; } = 0.05;

    /// <summary>The most trees.</summary>
    public int MostTrees { get; init; } = 1000;

    /// <summary>The most leaves of a tree.</summary>
    public int Leaves { get; init; } = 16;

    /// <summary>The most steps from a root to a leaf.</summary>
    public int Depth { get; init; } = 6;

    /// <summary>The least sum of second derivatives in a leaf.</summary>
    public double LeafWeight { get; init; } = 5;

    /// <summary>The penalty on the square of a leaf's value.</summary>
    public double Ridge { get; init; } = 2;

    /// <summary>Further such penalty where a split is by categories, which can fit chance more closely.</summary>
    public double CategoryRidge { get; init; } = 10;

    /// <summary>The share of the rows that each tree sees.</summary>
    public double RowShare { get; init; } = 0.8;

    /// <summary>The share of the columns that each tree sees.</summary>
    public double ColumnShare { get; init; } = 0.7;

    /// <summary>Growing stops where so many trees in a row made nothing better for the rows held out.</summary>
    public int Patience { get; init; } = 50;

    /// <summary>Decides which rows and columns each tree sees; the same seed gives the same trees on any machine.</summary>
    public ulong Seed { get; init; } = 1;
}
