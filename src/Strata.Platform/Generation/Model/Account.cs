using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Model;

/// <summary>What an account is; recomputed from the seed whenever a file needs it, never kept.</summary>
internal sealed class Account
{
    /// <summary>Its place among all accounts, from 0.</summary>
    public long Index { get; set; }

    /// <summary>The account that this one repeats; itself when it is no near-duplicate.</summary>
    public long Original { get; set; }

    public int Industry { get; set; }

    public int Country { get; set; }

    public int City { get; set; }

    public int Employees { get; set; }

    /// <summary>US dollars a year; 0 where nobody would say.</summary>
    public long Revenue { get; set; }

    /// <summary>Index into <see cref="WebContent.Ownerships"/>.</summary>
    public int Ownership { get; set; }

    /// <summary>Index into <see cref="WebContent.GrowthStages"/>.</summary>
    public int GrowthStage { get; set; }

    /// <summary>Day since 1970.</summary>
    public long FoundedDay { get; set; }

    public TechnologyStack Stack { get; set; }

    /// <summary>Index into <see cref="WebContent.AttitudeTags"/>.</summary>
    public int Attitude { get; set; }

    /// <summary>Index into <see cref="WebContent.Owners"/>.</summary>
    public int Owner { get; set; }

    /// <summary>0 to 1; a customer below 0.3 uses the product less and less.</summary>
    public double Satisfaction { get; set; }

    public bool IsDuplicate => Original != Index;
}
