using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Model;

/// <summary>A person at an account; recomputed from the seed whenever needed.</summary>
internal sealed class Contact
{
    public int Department { get; set; }

    public Seniority Seniority { get; set; }

    /// <summary>Country where the person works.</summary>
    public int Country { get; set; }

    public PersonName First { get; set; } = PersonNames.Nobody;

    public PersonName Last { get; set; } = PersonNames.Nobody;

    /// <summary>A number that keeps the address unique where a first name comes round again; 0 for none.</summary>
    public int AddressNumber { get; set; }

    public bool HasEmail { get; set; }
}

/// <summary>Recomputes the contacts of an account: the first ones are the more senior.</summary>
internal sealed class ContactModel(ulong seed, CompanyNames names)
{
    // Coprime with the number of first names: walks through all of them before any comes again.
    private const int NameStep = 17;
    private static readonly PickTable SenioritySpread = new(7, 13, 21, 27, 32);

    /// <summary>The key of a contact's own random streams: accounts have fewer than 2^12 contacts.</summary>
    public static long KeyOf(long account, int number) => (account << 12) + number;

    public Contact Create(Account account, int number)
    {
        var random = new CounterRandom(seed, RandomStream.Contact, KeyOf(account.Index, number));
        var contact = new Contact { Department = JobTitles.PickDepartment.Pick(ref random), Seniority = PickSeniority(number, ref random) };
        contact.Country = random.Chance(0.9) ? account.Country : Places.Pick.Pick(ref random);
        var home = Places.Countries[contact.Country].Culture;
        var mostlyHome = random.Unit();
        var elsewhere = random.Below(PersonNames.Cultures.Length);
        var culture = PersonNames.Cultures[mostlyHome < 0.75 ? home : elsewhere];
        var start = (int)(CounterRandom.Mix((ulong)account.Index ^ seed) % PersonNames.FirstNames);
        contact.First = culture.First[(start + (number * NameStep)) % PersonNames.FirstNames];
        contact.Last = culture.Last[random.Below(culture.Last.Length)];
        contact.AddressNumber = number / PersonNames.FirstNames;
        contact.HasEmail = random.Chance(0.98);
        return contact;
    }

    /// <summary>How senior a contact is, without the rest.</summary>
    public Seniority SeniorityOf(Account account, int number)
    {
        var random = new CounterRandom(seed, RandomStream.Contact, KeyOf(account.Index, number));
        JobTitles.PickDepartment.Pick(ref random);
        return PickSeniority(number, ref random);
    }

    /// <summary>The first contact who is a chief or vice president and has an address, or -1.</summary>
    public int FirstExecutive(Account account, int contacts)
    {
        for (var number = 0; number < contacts; number++)
        {
            if (SeniorityOf(account, number) <= Seniority.VicePresident && Create(account, number).HasEmail)
            {
                return number;
            }
        }

        return -1;
    }

    public void WriteEmail(CsvBuffer row, Account account, Contact contact)
    {
        row.Raw(contact.First.Address).Raw((byte)'.');
        row.Raw(contact.Last.Address);
        if (contact.AddressNumber > 0)
        {
            row.Number(contact.AddressNumber + 1);
        }

        row.Raw((byte)'@');
        if (account.IsDuplicate)
        {
            // A duplicate may share the original's domain: its people write from another host, so that addresses stay unique.
            row.Raw("mail."u8);
        }

        names.WriteDomain(row, account);
    }

    private static Seniority PickSeniority(int number, ref CounterRandom random)
    {
        var first = SenioritySpread.Pick(ref random);
        var second = SenioritySpread.Pick(ref random);
        return (Seniority)(number == 0 ? Math.Min(first, second) : first);
    }
}
