using Strata.Platform.Quality.Duplicates.Comparing;
using Strata.Platform.Quality.Duplicates.Records;

namespace Strata.Platform.Tests.Quality.Duplicates;

/// <summary>The forms that values are compared in, and what counts as nearly the same.</summary>
public sealed class ComparisonTests
{
    [Theory]
    [InlineData("Müller-Lüdenscheidt, Ø.", "muller ludenscheidt o")]
    [InlineData("O'Hare", "ohare")]
    [InlineData("Straße", "strasse")]
    [InlineData("  ", "")]
    public void Texts_are_plain(string written, string plain) => TextForms.Plain(written).ShouldBe(plain);

    [Theory]
    [InlineData("1978-11-12", 1978, 11, 12)]
    [InlineData("19781112", 1978, 11, 12)]
    [InlineData("11/12/78", 78, 11, 12)]
    [InlineData("20/8/1991", 1991, 8, 20)]
    [InlineData("12.11.1978", 1978, 11, 12)]
    [InlineData("24-May-11", 11, 5, 24)]
    [InlineData("Mar 1 1970", 1970, 3, 1)]
    [InlineData("1978-11-12 00:00:00", 1978, 11, 12)]
    [InlineData("soon", 0, 0, 0)]
    [InlineData("99/99/99", 0, 0, 0)]
    public void Days_of_birth_are_read_as_people_write_them(string written, short year, byte month, byte day) =>
        BirthDate.Read(written).ShouldBe(new BirthDate(year, month, day));

    [Theory]
    [InlineData("robert", "bob", true)]
    [InlineData("edward", "eddie", true)]
    [InlineData("robert", "edward", false)]
    [InlineData("unheard", "of", false)]
    public void Short_forms_of_given_names_are_known(string one, string other, bool same) => Nicknames.AreOne(one, other).ShouldBe(same);

    [Theory]
    [InlineData("mathers", "maters", true)]
    [InlineData("kowalski", "kowalsky", true)]
    [InlineData("mohamed", "muhammed", true)]
    [InlineData("mary", "mark", false)]
    [InlineData("li", "lu", false)]
    public void Names_are_near_by_a_slip_or_by_ear(string one, string other, bool near) => Likeness.IsNear(one, other).ShouldBe(near);

    [Theory]
    [InlineData("7029191300", "7029191300", true)]
    [InlineData("7029191300", "7029193100", true)]
    [InlineData("7029191300", "702919130", true)]
    [InlineData("7029191300", "7029191388", false)]
    public void Figures_differ_by_a_slip(string one, string other, bool slip) => Likeness.IsSlip(one, other).ShouldBe(slip);

    [Theory]
    [InlineData("Acme Inc.", "acme")]
    [InlineData("Acme Holding GmbH & Co. KG", "acme")]
    [InlineData("Acme Intl. Mfg Ltd", "acme manufacturing")]
    public void Legal_forms_and_short_words_do_not_tell_companies_apart(string written, string words) =>
        string.Join(' ', CompanyNames.Of(written).ShouldHaveSingleItem().Where(word => word != "international")).ShouldBe(words);

    [Fact]
    public void A_company_goes_by_two_names() =>
        CompanyNames.Of("Acme Ltd d/b/a Roadrunner").Select(words => string.Join(' ', words)).ShouldBe(["acme", "roadrunner"]);

    [Fact]
    public void Addresses_have_one_spelling() =>
        AddressWords.Of(["123 Main Street, 4th Floor"]).ShouldBe(AddressWords.Of(["123 Main St", "4th Fl."]));

    [Theory]
    [InlineData("Brown, Howard", "howard", "brown")]
    [InlineData("Dr. Howard R. Brown", "howard", "brown")]
    public void Whole_names_are_taken_apart(string written, string given, string family)
    {
        byte generation = 0;
        PersonNames.Whole(written, ref generation).ShouldContain((given, family));
    }

    [Fact]
    public void Father_and_son_are_told_apart()
    {
        byte father = 0, son = 0;
        PersonNames.Of("David", "Miller Sr", ref father).ShouldBe(PersonNames.Of("David", "Miller Jr.", ref son));
        (father, son).ShouldBe(((byte)1, (byte)2));
    }
}
