using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Model;

/// <summary>The kinds of opportunity.</summary>
internal enum DealType
{
    New,
    Expansion,
    Renewal,
}

/// <summary>The stages of a deal in order.</summary>
internal enum DealStage
{
    Prospecting,
    Qualification,
    NeedsAnalysis,
    Proposal,
    Negotiation,
    Closed,
}

/// <summary>A deal with an account, with what the buyers did before it was created.</summary>
internal sealed class Deal
{
    /// <summary>Its place among the account's deals, from 0.</summary>
    public int Number { get; set; }

    public DealType Type { get; set; }

    /// <summary>Seconds since 1970. After the as-of instant for a deal that is only coming: it is in no file, but its buyers are already looking.</summary>
    public long Created { get; set; }

    /// <summary>When it is closed, or will be where that is later than the as-of instant; seconds since 1970.</summary>
    public long Closes { get; set; }

    public bool IsClosed { get; set; }

    public bool IsWon { get; set; }

    /// <summary>For a lost deal the last stage it was in.</summary>
    public DealStage LostFrom { get; set; }

    /// <summary>US dollars a year.</summary>
    public long Amount { get; set; }

    /// <summary>Index into <see cref="WebContent.Products"/>.</summary>
    public int Product { get; set; }

    /// <summary>Index into <see cref="WebContent.LossReasons"/>.</summary>
    public int LossReason { get; set; }

    /// <summary>Visits to the pricing page in the 30 days before creation.</summary>
    public int PricingVisits { get; set; }

    /// <summary>True where a chief or vice president was met in the 30 days before creation.</summary>
    public bool MetExecutive { get; set; }

    /// <summary>When it reached a stage: seconds since 1970. Only stages that it passed through are asked for.</summary>
    public long StageAt(DealStage stage)
    {
        // Hundredths of the whole cycle.
        ReadOnlySpan<int> shares = [0, 12, 30, 55, 80, 100];
        return stage == DealStage.Closed ? Closes : Created + ((Closes - Created) / 100 * shares[(int)stage]);
    }
}
