namespace Strata.Platform.Import.Sniffing;

/// <summary>The shape of a file.</summary>
public enum InputFormat
{
    /// <summary>Rows of separated cells: CSV, TSV and their like.</summary>
    Delimited,

    /// <summary>One JSON array of objects.</summary>
    JsonArray,

    /// <summary>A JSON object a line.</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
