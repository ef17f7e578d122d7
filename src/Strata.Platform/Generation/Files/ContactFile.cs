using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Files;

/// <summary>The contacts as a CRM exports them: the job title is there, what it says of seniority and department is not.</summary>
internal sealed class ContactFile() : RowFile(
    "contacts",
    UniverseFiles.Contacts,
    "Contact ID,Account ID,First Name,Last Name,Email,Title,Committee Role,Phone,Mailing Country,Email Status,Email Opt Out,Verified At,Created Date,Last Modified Date")
{
    public override void Write(AccountScope scope, CsvBuffer row)
    {
        for (var number = 0; number < scope.ContactCount; number++)
        {
            WriteContact(scope, number, row);
        }
    }

    private void WriteContact(AccountScope scope, int number, CsvBuffer row)
    {
        var universe = scope.Universe;
        var contact = universe.Contacts.Create(scope.Account, number);
        var random = new CounterRandom(universe.Seed, RandomStream.ContactText, ContactModel.KeyOf(scope.Account.Index, number));
        RecordIdText.Contact(row, scope.FirstContact + number);
        RecordIdText.Account(row.At(1), scope.Account.Index);
        row.At(2).Raw(contact.First.Written);
        row.At(3).Raw(contact.Last.Written);
        row.At(4);
        if (contact.HasEmail)
        {
            universe.Contacts.WriteEmail(row, scope.Account, contact);
        }

        row.At(5);
        var title = JobTitles.Pick(contact.Department, contact.Seniority, ref random);
        row.Raw(contact.Seniority == Seniority.Individual && random.Chance(0.12) ? [] : title);
        row.At(6);
        if (random.Chance(0.45))
        {
            row.Raw(WebContent.CommitteeRoles[RoleOf(contact, ref random)]);
        }

        row.At(7);
        if (random.Chance(0.65))
        {
            row.Raw(Places.Countries[contact.Country].PhonePrefix).Number(100 + random.Below(900));
        }

        row.At(8).Raw(random.Chance(0.95) ? Places.Countries[contact.Country].Cell : []);
        row.At(9).Raw(contact.HasEmail ? WebContent.EmailStatuses[random.Below(WebContent.EmailStatuses.Length)] : []);
        row.At(10).Boolean(random.Chance(0.06));
        WriteDates(universe, row, ref random);
        row.EndRow(Columns);
    }

    private static void WriteDates(Universe universe, CsvBuffer row, ref CounterRandom random)
    {
        var created = universe.AsOfDay - 3 - random.Below(1500);
        row.At(11);
        if (random.Chance(0.8))
        {
            universe.Instants.Date(row, Math.Max(created, universe.AsOfDay - 3 - random.Below(800)));
        }

        universe.Instants.Date(row.At(12), created);
        universe.Instants.Instant(row.At(13), Math.Max(created * 86_400, universe.AsOf - 3600 - random.Below(400 * 86_400)));
    }

    // Indexes of WebContent.CommitteeRoles: who decides, who pays, who tries, who uses.
    private static int RoleOf(Contact contact, ref CounterRandom random)
    {
        var draw = random.Unit();
        return contact.Seniority switch
        {
            Seniority.Chief => contact.Department == JobTitles.Finance ? 0 : draw < 0.5 ? 3 : draw < 0.8 ? 9 : 0,
            Seniority.VicePresident => draw < 0.35 ? 0 : draw < 0.65 ? 3 : draw < 0.8 ? 9 : 4,
            Seniority.Director => draw < 0.35 ? 4 : draw < 0.6 ? 5 : draw < 0.75 ? 6 : draw < 0.9 ? 1 : 8,
            Seniority.Manager => draw < 0.3 ? 1 : draw < 0.55 ? 5 : draw < 0.75 ? 4 : draw < 0.9 ? 7 : 6,
            _ => draw < 0.7 ? 2 : draw < 0.9 ? 1 : 7,
        };
    }
}
