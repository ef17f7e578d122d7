using Strata.Platform.Generation.Output;

namespace Strata.Platform.Generation.Model;

/// <summary>Everything that the files of one universe share. Immutable, safe for many threads.</summary>
internal sealed class Universe
{
    public Universe(UniverseOptions options)
    {
        Options = options;
        Seed = (ulong)options.Seed;
        AsOf = options.AsOf.ToUnixTimeSeconds();
        AsOfDay = AsOf / 86_400;
        WindowStart = AsOf - (options.Days * 86_400L);
        Truth = new PlantedTruth(Seed);
        Accounts = new AccountModel(Seed, options.AsOf.UtcDateTime.Year);
        Names = new CompanyNames(Seed);
        Contacts = new ContactModel(Seed, Names);
        Technologies = new TechnologyModel(Seed, options.TechnologiesPerAccount, AsOfDay);
        Deals = new DealModel(Seed, Truth, Technologies, Contacts, AsOf);
        TotalContacts = (long)(options.Accounts * options.ContactsPerAccount);
        Instants = new InstantText(FirstDay, AsOfDay + (5 * 366));
    }

    public UniverseOptions Options { get; }

    public ulong Seed { get; }

    /// <summary>Seconds since 1970.</summary>
    public long AsOf { get; }

    public long AsOfDay { get; }

    /// <summary>When the events begin; seconds since 1970.</summary>
    public long WindowStart { get; }

    public long TotalContacts { get; }

    public PlantedTruth Truth { get; }

    public AccountModel Accounts { get; }

    public CompanyNames Names { get; }

    public ContactModel Contacts { get; }

    public TechnologyModel Technologies { get; }

    public DealModel Deals { get; }

    public InstantText Instants { get; }

    // 1 January 1840: before any company here was founded.
    private static long FirstDay => -47_482;
}
