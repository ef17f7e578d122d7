namespace Strata.Language.Catalog;

/// <summary>The types of a field or property (language.md section 1).</summary>
public enum FieldType
{
    /// <summary>Free text; compared after folding.</summary>
    Text,

    /// <summary>One of a set of names; compared after folding, and by any spelling where it belongs to a taxonomy.</summary>
    Category,

    /// <summary>A decimal with four fractional digits below ±9.2 × 10^14.</summary>
    Number,

    /// <summary>Like <see cref="Number"/>, in the workspace's currency.</summary>
    Money,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An instant in UTC microseconds; a bare date is midnight in the workspace's zone.</summary>
    Date,

    /// <summary>Several categories.</summary>
    Set,
}
