using Strata.Platform.Quality.Duplicates.Records;

namespace Strata.Platform.Quality.Duplicates.Comparing;

/// <summary>Compares contacts.</summary>
/// <param name="pools">The values of all.</param>
internal sealed class PersonComparer(LinkagePools pools) : RecordComparer
{
    private const byte Given = 0, Family = 1, Generation = 2, Birth = 3, Email = 4, Places = 5, Account = 10;
    private const byte OtherGiven = 5, OtherFamily = 3;

    private static readonly HashSet<string> SharedMailboxes = new(
        ["info", "office", "contact", "sales", "support", "admin", "mail", "hello", "service", "team", "accounts", "billing", "hr", "jobs", "marketing", "press", "kontakt", "buero"], StringComparer.Ordinal);

    private static readonly IReadOnlyList<Comparison> All =
    [
        new(
            "given name", IsPlace: false,
            new ComparisonLevel("same-first-name", "Both have the given name {a}", 0.76, 0.01),
            new ComparisonLevel("nickname", "{a} and {b} are forms of one given name", 0.05, 0.002),
            new ComparisonLevel("similar-first-name", "Their given names are alike: {a} and {b}", 0.09, 0.003),
            new ComparisonLevel("initial", "A given name may be short for the other: {a} and {b}", 0.04, 0.01),
            new ComparisonLevel("part-of-first-name", "One given name is part of the other: {a} and {b}", 0.02, 0.003),
            new ComparisonLevel("other-first-name", "Their given names differ: {a} and {b}", 0.03, 0.97)),
        new(
            "family name", IsPlace: false,
            new ComparisonLevel("same-last-name", "Both have the family name {a}", 0.82, 0.003),
            new ComparisonLevel("similar-last-name", "Their family names are alike: {a} and {b}", 0.09, 0.002),
            new ComparisonLevel("part-of-last-name", "One family name is part of the other: {a} and {b}", 0.03, 0.001),
            new ComparisonLevel("other-last-name", "Their family names differ: {a} and {b}", 0.06, 0.99)),
        new(
            "generation", IsPlace: false,
            new ComparisonLevel("same-generation", "Both are of the same generation", 0.998, 0.5),
            new ComparisonLevel("other-generation", "Their names say that they are of different generations", 0.002, 0.5)),
        new(
            "birth", IsPlace: false,
            new ComparisonLevel("same-birth", "Both were born on {a}", 0.85, 5e-5),
            new ComparisonLevel("swapped-birth", "Their days of birth differ by day and month swapped: {a} and {b}", 0.04, 5e-5),
            new ComparisonLevel("similar-birth", "Their days of birth differ by a slip: {a} and {b}", 0.06, 1e-3),
            new ComparisonLevel("part-of-birth", "Their days of birth have two of day, month and year in common: {a} and {b}", 0.03, 5e-3),
            new ComparisonLevel("other-birth", "Their days of birth differ: {a} and {b}", 0.02, 0.99)),
        new(
            "email", IsPlace: true,
            new ComparisonLevel("same-email", "Both have the address {a}", 0.60, 1e-5),
            new ComparisonLevel("similar-email", "Their addresses differ by a slip: {a} and {b}", 0.04, 1e-5),
            new ComparisonLevel("same-mailbox", "Their addresses begin alike: {a} and {b}", 0.08, 1e-5),
            new ComparisonLevel("same-mail-domain", "Both have an address at the same company: {a} and {b}", 0.08, 1e-3),
            new ComparisonLevel("other-email", "Their addresses differ: {a} and {b}", 0.20, 0.99)),
        .. PlaceLevels.All,
        new(
            "account", IsPlace: true,
            new ComparisonLevel("same-account", "Both belong to the same account", 0.65, 1e-3),
            new ComparisonLevel("other-account", "They belong to different accounts", 0.35, 0.999)),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Comparison> Comparisons => All;

    /// <inheritdoc/>
    public override void Compare(LinkageRecord a, LinkageRecord b, Span<byte> levels, Span<float> chances)
    {
        levels.Fill(Missing);
        chances.Clear();
        CompareNames(a, b, levels, chances);
        levels[Generation] = a.Generation == 0 || b.Generation == 0 ? Missing : a.Generation == b.Generation ? (byte)0 : (byte)1;
        levels[Birth] = OfBirth(a, b);
        if (levels[Birth] == 0)
        {
            chances[Birth] = Chance(pools.Birth.Count(a.BirthValue), pools.Birth.Total, 0.5, 5e-5);
        }

        CompareEmail(a, b, levels, chances);
        PlaceLevels.Compare(a, b, pools, levels[Places..], chances[Places..]);

        levels[Account] = a.Account < 0 || b.Account < 0 ? Missing : a.Account == b.Account ? (byte)0 : (byte)1;
        if (levels[Account] == 0)
        {
            chances[Account] = Chance(pools.Account.Count(a.Account), pools.Account.Total, 1, 1e-3);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Where the given names differ, the family name is the household's too, and so is the day of birth, of twins; father and son of one name share it as
    /// they share the house.
    /// </remarks>
    public override bool IsPlace(int comparison, ReadOnlySpan<byte> levels) => All[comparison].IsPlace
        || (levels[Given] == OtherGiven && comparison is Family or Birth)
        || (levels[Generation] == 1 && comparison is Given or Family);

    /// <inheritdoc/>
    public override string Said(int comparison, LinkageRecord record) => comparison switch
    {
        Given => record.People.Length == 0 ? "?" : PlaceLevels.Text(record.People[0].Given, pools.Given),
        Family => record.People.Length == 0 ? "?" : PlaceLevels.Text(record.People[0].Family, pools.Family),
        Birth => record.Birth.IsMissing ? "?" : $"{record.Birth.Year:00}-{record.Birth.Month:00}-{record.Birth.Day:00}",
        Email => PlaceLevels.Text(record.Email, pools.Email),
        _ => PlaceLevels.Said(comparison - Places, record, pools),
    };

    /// <summary>The names that fit best: a person may have several, and given and family name may have been swapped.</summary>
    private void CompareNames(LinkageRecord a, LinkageRecord b, Span<byte> levels, Span<float> chances)
    {
        int best = int.MaxValue;
        foreach (PersonName one in a.People)
        {
            foreach (PersonName other in b.People)
            {
                if (one.Script == other.Script)
                {
                    Try(Text(one.Given, pools.Given), Text(one.Family, pools.Family), Text(other.Given, pools.Given), Text(other.Family, pools.Family), one, swapped: false, ref best, levels, chances);
                    Try(Text(one.Given, pools.Given), Text(one.Family, pools.Family), Text(other.Family, pools.Family), Text(other.Given, pools.Given), one, swapped: true, ref best, levels, chances);
                }
            }
        }
    }

    private void Try(string? given, string? family, string? otherGiven, string? otherFamily, PersonName name, bool swapped, ref int best, Span<byte> levels, Span<float> chances)
    {
        if (swapped && best <= 4)
        {
            return;
        }

        byte first = given is null || otherGiven is null ? Missing : OfGiven(given, otherGiven);
        byte last = family is null || otherFamily is null ? Missing : OfFamily(family, otherFamily);

        // Swapped counts only where both fit; what is missing is between alike and different.
        if (swapped && (first > 2 || last > 1))
        {
            return;
        }

        int rank = (first == Missing ? 2 : first) + (last == Missing ? 2 : last == OtherFamily ? 5 : last);
        if (rank < best)
        {
            best = rank;
            levels[Given] = first;
            levels[Family] = last;
            chances[Given] = first == 0 ? Chance(pools.Given.Count(name.Given), pools.Given.Total, 1, 5e-3) : 0;
            chances[Family] = last == 0 ? Chance(pools.Family.Count(name.Family), pools.Family.Total, 1, 1e-3) : 0;
        }
    }

    private static byte OfGiven(string a, string b)
    {
        if (string.Equals(a, b, StringComparison.Ordinal))
        {
            return 0;
        }

        if (a.Length == 1 || b.Length == 1)
        {
            return a[0] == b[0] ? (byte)3 : OtherGiven;
        }

        return string.Equals(a.Replace(" ", "", StringComparison.Ordinal), b.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal) ? (byte)2
            : Nicknames.AreOne(a, b) ? (byte)1
            : Likeness.IsNear(a, b) ? (byte)2
            : IsPart(a, b) ? (byte)4 : OtherGiven;
    }

    private static byte OfFamily(string a, string b) => string.Equals(a, b, StringComparison.Ordinal) ? (byte)0
        : string.Equals(a.Replace(" ", "", StringComparison.Ordinal), b.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal) || Likeness.IsNear(a, b) ? (byte)1
        : IsPart(a, b) || (a.Length == 1 || b.Length == 1) && a[0] == b[0] ? (byte)2 : OtherFamily;

    /// <summary>True where every word of one of them, initials aside, is or is nearly a word of the other, and one has more than one.</summary>
    private static bool IsPart(string a, string b)
    {
        if (!a.Contains(' ', StringComparison.Ordinal) && !b.Contains(' ', StringComparison.Ordinal))
        {
            return false;
        }

        string[] one = [.. a.Split(' ').Where(word => word.Length > 1)], other = [.. b.Split(' ').Where(word => word.Length > 1)];
        (string[] few, string[] many) = one.Length <= other.Length ? (one, other) : (other, one);
        return few.Length > 0 && few.All(word => many.Any(its => its == word || Nicknames.AreOne(its, word) || Likeness.IsNear(its, word)));
    }

    private static byte OfBirth(LinkageRecord a, LinkageRecord b)
    {
        if (a.Birth.IsMissing || b.Birth.IsMissing)
        {
            return Missing;
        }

        BirthDate one = a.Birth, other = b.Birth;
        bool isShort = one.Year < 100 || other.Year < 100;
        bool year = isShort ? one.ShortYear == other.ShortYear : one.Year == other.Year, month = one.Month == other.Month, day = one.Day == other.Day;
        return year && month && day ? (byte)0
            : year && one.Month == other.Day && one.Day == other.Month ? (byte)1
            : Likeness.IsSlip(one.Figures(isShort), other.Figures(isShort)) ? (byte)2
            : (year ? 1 : 0) + (month ? 1 : 0) + (day ? 1 : 0) == 2 ? (byte)3 : (byte)4;
    }

    private void CompareEmail(LinkageRecord a, LinkageRecord b, Span<byte> levels, Span<float> chances)
    {
        if (a.Email < 0 || b.Email < 0)
        {
            return;
        }

        if (a.Email == b.Email)
        {
            string mailbox = Mailbox(pools.Email[a.Email]);
            levels[Email] = 0;
            chances[Email] = Chance(pools.Email.Count(a.Email), pools.Email.Total, SharedMailboxes.Contains(mailbox) ? 2 : 0.1, 1e-5);
            return;
        }

        string one = pools.Email[a.Email], other = pools.Email[b.Email];
        string its = Mailbox(one), others = Mailbox(other);
        levels[Email] = Likeness.IsSlip(one, other) ? (byte)1
            : its == others && its.Length > 5 && !SharedMailboxes.Contains(its) ? (byte)2
            : a.Domain >= 0 && a.Domain == b.Domain ? (byte)3 : (byte)4;
        if (levels[Email] == 2 && a.People.Any(name => name.Family >= 0 && its.Contains(pools.Family[name.Family], StringComparison.Ordinal)))
        {
            // A mailbox that is made of the name says hardly more than the name.
            chances[Email] = 0.04f;
        }
        else if (levels[Email] == 3)
        {
            chances[Email] = Chance(pools.Domain.Count(a.Domain), pools.Domain.Total, 1, 1e-3);
        }
    }

    private static string Mailbox(string address) => address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? address[..at] : address;

    private static string? Text(int value, ValuePool pool) => value < 0 ? null : pool[value];
}
