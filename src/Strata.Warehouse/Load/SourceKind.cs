namespace Strata.Warehouse.Load;

/// <summary>What kind of source says something; the stronger kind comes first and wins field by field.</summary>
public enum SourceKind
{
    /// <summary>A customer-relation system, or a file kept by hand.</summary>
    Crm,

    /// <summary>Events and rows that were tracked.</summary>
    Tracking,

    /// <summary>A data vendor.</summary>
    Enrichment,

    /// <summary>Something that was derived and not stated by anybody.</summary>
    Inference,
}
