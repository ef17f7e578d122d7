using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Files;

/// <summary>The accounts as a CRM exports them, with the gaps and careless spellings that a CRM has.</summary>
internal sealed class AccountFile() : RowFile(
    "accounts",
    UniverseFiles.Accounts,
    "Account ID,Account Name,Website,Industry,NAICS Code,Number of Employees,Annual Revenue,Billing Country,Billing State/Province,Billing City,"
    + "Ownership,Growth Stage,Founded Date,Parent Account ID,Account Owner,Contract Value,ARR,Renewal Date,Health,Tags,Created Date,Last Modified Date")
{
    public override void Write(AccountScope scope, CsvBuffer row)
    {
        var account = scope.Account;
        var universe = scope.Universe;
        var random = new CounterRandom(universe.Seed, RandomStream.AccountText, ~account.Index);
        RecordIdText.Account(row, account.Index);
        row.At(1);
        universe.Names.WriteName(row, account);
        row.At(2);
        WriteWebsite(scope, row, ref random);
        WriteFirmographics(account, row, ref random);
        WriteHistory(scope, row, ref random);
        WriteCommercial(scope, row, ref random);
        WriteTags(account, row.At(19), ref random);
        var created = scope.CreatedDay(ref random);
        universe.Instants.Date(row.At(20), created);
        var modified = Math.Max(created * 86_400, universe.AsOf - 3600 - random.Below(300 * 86_400));
        universe.Instants.Instant(row.At(21), modified);
        row.EndRow(Columns);
    }

    private static void WriteWebsite(AccountScope scope, CsvBuffer row, ref CounterRandom random)
    {
        var account = scope.Account;
        var draw = random.Unit();
        if (draw < 0.04 || (account.IsDuplicate && scope.Universe.Names.KindOf(account) == DuplicateKind.Capitals))
        {
            return;
        }

        row.Raw(draw < 0.6 ? "https://www."u8 : draw < 0.85 ? "www."u8 : draw < 0.95 ? ""u8 : "http://"u8);
        scope.Universe.Names.WriteDomain(row, account);
        row.Raw(draw is > 0.3 and < 0.4 ? "/"u8 : ""u8);
    }

    private static void WriteFirmographics(Account account, CsvBuffer row, ref CounterRandom random)
    {
        var industry = Industries.All[account.Industry];
        var careless = random.Unit();
        row.At(3).Raw(careless < 0.03 ? [] : careless < 0.06 ? industry.OtherSpelling : industry.Cell);
        row.At(4);
        if (random.Chance(0.7))
        {
            row.Number(industry.Naics);
        }

        row.At(5);
        if (random.Chance(0.97))
        {
            row.Number(account.Employees);
        }

        row.At(6);
        if (account.Revenue > 0 && random.Chance(0.86))
        {
            row.Number(account.Revenue);
        }

        var country = Places.Countries[account.Country];
        var city = country.Cities[account.City];
        careless = random.Unit();
        row.At(7).Raw(careless < 0.01 ? [] : careless < 0.03 ? country.OtherSpelling : country.Cell);
        row.At(8).Raw(random.Chance(0.94) ? city.State : []);
        row.At(9).Raw(random.Chance(0.95) ? city.Name : []);
    }

    private static void WriteHistory(AccountScope scope, CsvBuffer row, ref CounterRandom random)
    {
        var account = scope.Account;
        row.At(10).Raw(random.Chance(0.9) ? WebContent.Ownerships[account.Ownership] : []);
        row.At(11).Raw(random.Chance(0.93) ? WebContent.GrowthStages[account.GrowthStage] : []);
        row.At(12);
        if (random.Chance(0.85))
        {
            scope.Universe.Instants.Date(row, account.FoundedDay);
        }

        row.At(13);
        if (account.Index > 600 && random.Chance(0.04))
        {
            RecordIdText.Account(row, account.Index - 1 - random.Below(600));
        }

        row.At(14).Raw(WebContent.Owners[account.Owner]);
    }

    private static void WriteCommercial(AccountScope scope, CsvBuffer row, ref CounterRandom random)
    {
        var years = random.Between(1, 3);
        if (!scope.IsCustomer)
        {
            return;
        }

        row.At(15).Number(scope.AnnualRecurringRevenue * years);
        row.At(16).Number(scope.AnnualRecurringRevenue);
        scope.Universe.Instants.Date(row.At(17), scope.RenewalDay);
        var satisfaction = scope.Account.Satisfaction;
        row.At(18).Raw(WebContent.Healths[satisfaction < 0.25 ? 2 : satisfaction < 0.5 ? 1 : 0]);
    }

    private static void WriteTags(Account account, CsvBuffer row, ref CounterRandom random)
    {
        var hasTag = random.Chance(0.7);
        if (hasTag)
        {
            row.Raw(WebContent.AttitudeTags[account.Attitude]);
        }

        var first = random.Below(WebContent.MarketingTags.Length * 3);
        if (first < WebContent.MarketingTags.Length)
        {
            row.Raw(hasTag ? ";"u8 : ""u8).Raw(WebContent.MarketingTags[first]);
        }
    }
}
