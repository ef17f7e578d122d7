using Strata.Platform.Scoring.Data;

namespace Strata.Platform.Scoring;

/// <summary>A model that gives log-odds, before they are calibrated.</summary>
internal interface IRawModel
{
    /// <summary>The log-odds of each row; a column that the rows do not have is not known.</summary>
    double[] Predict(ModelMatrix rows, CancellationToken cancellation);

    /// <summary>
    /// What each of the model's columns adds to the log-odds of the first row; together with <see cref="Expected"/> they are its log-odds.
    /// </summary>
    double[] Contributions(ModelMatrix row);

    /// <summary>The log-odds that are expected of a row of the training of which nothing is known.</summary>
    double Expected();
}
