namespace Strata.Platform.Profile.Features;

/// <summary>An opportunity with an account, whose creation is known.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AccountRef">The number of its account in the warehouse.</param>
/// <param name="CreatedAt">UTC microseconds.</param>
/// <param name="ClosedAt">UTC microseconds; null while it is open.</param>
/// <param name="IsWon">True where it was won; false where it was lost or is open.</param>
/// <param name="Amount">Its value in the workspace's currency; null where nobody said.</param>
/// <param name="Type">New, Expansion, Renewal, or as it is written; null where nobody said.</param>
/// <param name="Product">What is being sold; null where nobody said.</param>
public sealed record Deal(string Id, long AccountRef, long CreatedAt, long? ClosedAt, bool IsWon, double? Amount, string? Type, string? Product)
{
    private const double MicrosecondsPerDay = 86_400e6;

    /// <summary>True once it was won or lost.</summary>
    public bool IsClosed => ClosedAt is not null;

    /// <summary>Days from creation to close; null while it is open.</summary>
    public double? CycleDays => (ClosedAt - CreatedAt) / MicrosecondsPerDay;
}

/// <summary>Opportunities that cannot be used, and why.</summary>
/// <param name="Reason">Why, to follow "deals that": "have no account".</param>
/// <param name="Count">How many.</param>
public sealed record UnusableDeals(string Reason, long Count);
