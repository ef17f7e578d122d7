using System.Text;
using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;
using JobTitles = Strata.Platform.Generation.Vocabulary.JobTitles;

namespace Strata.Platform.Tests.Generation;

public sealed class VocabularyTests
{
    [Fact]
    public void Head_and_tail_make_every_core_unique()
    {
        var cores = CompanyWords.Heads.SelectMany(_ => CompanyWords.Tails, (head, tail) => (head + tail).ToLowerInvariant());
        cores.GroupBy(core => core, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();
    }

    [Fact]
    public void No_middle_word_hides_the_end_of_another_word()
    {
        var middles = CompanyWords.Middles.Select(word => word.ToLowerInvariant()).ToList();
        var ends = middles.Concat(CompanyWords.Tails).ToList();
        var clashes = middles.SelectMany(_ => ends, (middle, end) => (middle, end))
            .Where(pair => !string.Equals(pair.middle, pair.end, StringComparison.Ordinal) && (pair.end.EndsWith(pair.middle, StringComparison.Ordinal) || pair.middle.EndsWith(pair.end, StringComparison.Ordinal)));
        clashes.ShouldBeEmpty();
        middles.ShouldBeUnique();
    }

    [Fact]
    public void Domains_of_many_accounts_are_unique()
    {
        var names = new CompanyNames(5);
        var accounts = new AccountModel(5, 2026);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var row = new CsvBuffer();
        long[] blocks = [0, 1, 2, 101, 102];
        foreach (var index in blocks.SelectMany(block => Enumerable.Range(0, 3000).Select(place => (block * CompanyWords.CoresPerBlock) + place)))
        {
            if (accounts.OriginalOf(index) == index)
            {
                row.Clear();
                names.WriteDomain(row, accounts.Create(index));
                var domain = Encoding.ASCII.GetString(row.Written.Span);
                domain.ShouldMatch("^[a-z]+(\\.[a-z]+)+$");
                seen.Add(domain).ShouldBeTrue(domain);
            }
        }
    }

    [Fact]
    public void Cultures_have_the_same_number_of_first_names_and_share_no_last_name()
    {
        PersonNames.Cultures.ShouldAllBe(culture => culture.First.Length == PersonNames.FirstNames);
        foreach (var culture in PersonNames.Cultures)
        {
            culture.First.Select(name => Encoding.ASCII.GetString(name.Address)).ShouldBeUnique();
        }

        PersonNames.Cultures.SelectMany(culture => culture.Last).Select(name => Encoding.ASCII.GetString(name.Address)).ShouldBeUnique();
        PersonNames.Cultures.SelectMany(culture => culture.First.Concat(culture.Last)).ShouldAllBe(name => name.Address.All(letter => letter >= 'a' && letter <= 'z'));
    }

    [Fact]
    public void Industries_countries_and_products_are_known_to_the_shipped_taxonomies()
    {
        var catalog = ShippedCatalog.Load();
        Unknown(catalog, catalog.Account.Find("industry"), Industries.All.Select(industry => industry.Name)).ShouldBeEmpty();
        Unknown(catalog, catalog.Account.Find("country"), Places.Countries.Select(country => country.Name)).ShouldBeEmpty();
        Unknown(catalog, catalog.FindCollection("technologies")!.Find("product"), Technologies.All.Select(technology => technology.Product)).ShouldBeEmpty();
        var categories = Technologies.All.Select(technology => Encoding.UTF8.GetString(technology.Cells).Split(',')[2]);
        Unknown(catalog, catalog.FindCollection("technologies")!.Find("category"), categories).ShouldBeEmpty();
        Unknown(catalog, catalog.Account.Find("growth_stage"), WebContent.GrowthStages.Select(Encoding.UTF8.GetString)).ShouldBeEmpty();
        Unknown(catalog, catalog.Contact.Find("committee_role"), WebContent.CommitteeRoles.Select(Encoding.UTF8.GetString)).ShouldBeEmpty();
    }

    [Fact]
    public void Titles_read_back_as_the_seniority_they_were_made_for()
    {
        string[] names = ["C-level", "VP", "Director", "Manager", "Individual"];
        var random = new CounterRandom(1, RandomStream.ContactText, 1);
        for (var draw = 0; draw < 5000; draw++)
        {
            var seniority = (Seniority)(draw % 5);
            var department = JobTitles.PickDepartment.Pick(ref random);
            var title = Encoding.UTF8.GetString(JobTitles.Pick(department, seniority, ref random)).Trim('"');
            Strata.Language.Catalog.JobTitles.Read(title).Seniority.ShouldBe(names[(int)seniority], title);
        }
    }

    [Fact]
    public void Own_exponential_and_logarithm_agree_with_the_platform()
    {
        for (var x = -30.0; x <= 30; x += 0.37)
        {
            DeterministicMath.Exp(x).ShouldBe(Math.Exp(x), Math.Exp(x) * 1e-13);
            DeterministicMath.Log(Math.Exp(x)).ShouldBe(x, 1e-12);
        }
    }

    [Fact]
    public void Random_numbers_follow_from_their_key_and_are_spread_evenly()
    {
        var random = new CounterRandom(9, RandomStream.Account, 3);
        var again = new CounterRandom(9, RandomStream.Account, 3);
        var sum = 0.0;
        var squares = 0.0;
        var counts = new int[10];
        for (var draw = 0; draw < 100_000; draw++)
        {
            var normal = random.Normal();
            again.Normal().ShouldBe(normal);
            sum += normal;
            squares += normal * normal;
            counts[random.Below(10)]++;
            again.Below(10);
        }

        (sum / 100_000).ShouldBe(0, 0.02);
        (squares / 100_000).ShouldBe(1, 0.02);
        counts.ShouldAllBe(count => count > 9500 && count < 10_500);
    }

    private static IEnumerable<string> Unknown(DataCatalog catalog, FieldDefinition? field, IEnumerable<string> names)
    {
        var tree = catalog.TaxonomyOf(field.ShouldNotBeNull()).ShouldNotBeNull();
        return names.Where(name => tree.Find(TextFolding.Fold(name)) is null);
    }
}
