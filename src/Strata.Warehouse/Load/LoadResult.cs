namespace Strata.Warehouse.Load;

/// <summary>What applying rows did. Every row of the staging table is in exactly one of the first five counts.</summary>
/// <param name="Inserted">Rows that were new.</param>
/// <param name="Updated">Rows that were known and of which a field changed, now or in the past.</param>
/// <param name="Unchanged">Rows that said what was known.</param>
/// <param name="Duplicates">Rows that another row of the same load replaced, or events seen before in the load.</param>
/// <param name="Refused">Rows that could not be applied; <see cref="LoadProblem"/> says why.</param>
/// <param name="Unattached">Of the rows applied, how many name an account or contact that is not known yet.</param>
/// <param name="Attached">Earlier rows that found their account or contact now.</param>
/// <param name="KeptFromStrongerSource">Values that were not taken because a stronger source said otherwise.</param>
public sealed record LoadResult(
    long Inserted = 0,
    long Updated = 0,
    long Unchanged = 0,
    long Duplicates = 0,
    long Refused = 0,
    long Unattached = 0,
    long Attached = 0,
    long KeptFromStrongerSource = 0)
{
    /// <summary>Both results together.</summary>
    public LoadResult Plus(LoadResult other) => new(
        Inserted + other.Inserted,
        Updated + other.Updated,
        Unchanged + other.Unchanged,
        Duplicates + other.Duplicates,
        Refused + other.Refused,
        Unattached + other.Unattached,
        Attached + other.Attached,
        KeptFromStrongerSource + other.KeptFromStrongerSource);
}
