namespace Strata.Language.Catalog;

/// <summary>What a segment is made of.</summary>
public enum EntityKind
{
    /// <summary>Accounts (companies).</summary>
    Account,

    /// <summary>Contacts (people).</summary>
    Contact,
}
