using Strata.Platform.Quality.Duplicates.Records;

namespace Strata.Platform.Quality.Duplicates.Comparing;

/// <summary>Compares accounts.</summary>
/// <param name="pools">The values of all.</param>
internal sealed class CompanyComparer(LinkagePools pools) : RecordComparer
{
    private const byte Name = 0, Domain = 1, Places = 2, Size = 7, Parent = 8;
    private const byte OtherName = 5;

    private static readonly IReadOnlyList<Comparison> All =
    [
        new(
            "name", IsPlace: false,
            new ComparisonLevel("same-name", "Both are called {a}, legal forms aside", 0.55, 1e-4),
            new ComparisonLevel("similar-name", "Their names are alike: {a} and {b}", 0.17, 2e-4),
            new ComparisonLevel("acronym", "One name may be the initials of the other: {a} and {b}", 0.03, 1e-4),
            new ComparisonLevel("part-of-name", "One name is part of the other: {a} and {b}", 0.12, 2e-3),
            new ComparisonLevel("words-of-name", "Their names have words in common: {a} and {b}", 0.06, 0.01),
            new ComparisonLevel("other-name", "Their names differ: {a} and {b}", 0.07, 0.98)),
        new(
            "domain", IsPlace: true,
            new ComparisonLevel("same-domain", "Both have the domain {a}", 0.62, 1e-5),
            new ComparisonLevel("same-domain-name", "Their domains differ in the ending only: {a} and {b}", 0.12, 1e-4),
            new ComparisonLevel("similar-domain", "Their domains are alike: {a} and {b}", 0.04, 1e-4),
            new ComparisonLevel("other-domain", "Their domains differ: {a} and {b}", 0.22, 0.999)),
        .. PlaceLevels.All,
        new(
            "size", IsPlace: false,
            new ComparisonLevel("same-size", "They have about as many employees", 0.70, 0.20),
            new ComparisonLevel("similar-size", "They have nearly as many employees", 0.27, 0.60),
            new ComparisonLevel("other-size", "One has ten times as many employees", 0.03, 0.20)),
        new(
            "parent", IsPlace: false,
            new ComparisonLevel("parent", "One is the other's parent", 0.001, 0.1)),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Comparison> Comparisons => All;

    /// <inheritdoc/>
    public override void Compare(LinkageRecord a, LinkageRecord b, Span<byte> levels, Span<float> chances)
    {
        levels.Fill(Missing);
        chances.Clear();
        CompareNames(a, b, levels, chances);
        levels[Domain] = OfDomain(a, b);
        if (levels[Domain] == 0)
        {
            chances[Domain] = Chance(pools.Domain.Count(a.Domain), pools.Domain.Total, 0.1, 1e-5);
        }

        PlaceLevels.Compare(a, b, pools, levels[Places..], chances[Places..]);

        long less = Math.Min(a.Employees, b.Employees), more = Math.Max(a.Employees, b.Employees);
        levels[Size] = less <= 0 ? Missing : more * 4 <= less * 5 ? (byte)0 : more <= less * 10 ? (byte)1 : (byte)2;
        levels[Parent] = (a.Family.Parent is { } parent && parent == b.Family.Id) || (b.Family.Parent is { } other && other == a.Family.Id) ? (byte)0 : Missing;
    }

    /// <inheritdoc/>
    public override string Said(int comparison, LinkageRecord record) => comparison switch
    {
        Name => record.Companies.Length == 0 ? "?" : string.Join(" / ", record.Companies.Select(name => PlaceLevels.Words(name.Words, pools.NameWord))),
        Domain => PlaceLevels.Text(record.Domain, pools.Domain),
        _ => PlaceLevels.Said(comparison - Places, record, pools),
    };

    /// <summary>The names that fit best of those that both go by.</summary>
    private void CompareNames(LinkageRecord a, LinkageRecord b, Span<byte> levels, Span<float> chances)
    {
        foreach (CompanyNameForm one in a.Companies)
        {
            foreach (CompanyNameForm other in b.Companies)
            {
                if (one.Script == other.Script)
                {
                    byte level = OfName(one, other, out float chance);
                    if (levels[Name] == Missing || level < levels[Name] || (level == levels[Name] && chance < chances[Name]))
                    {
                        (levels[Name], chances[Name]) = (level, chance);
                    }
                }
            }
        }
    }

    private byte OfName(in CompanyNameForm a, in CompanyNameForm b, out float chance)
    {
        chance = 0;
        if (a.Joined == b.Joined)
        {
            chance = Chance(pools.Company.Count(a.Joined), pools.Company.Total, 0.3, 1e-5);
            return 0;
        }

        Overlap overlap = Likeness.Of(a.Words, b.Words, pools.NameWord);
        if (overlap.Both >= 0.75 && a.Words.Length == b.Words.Length || Likeness.IsNear(pools.Company[a.Joined], pools.Company[b.Joined]) && overlap.Both >= 0.5)
        {
            return 1;
        }

        if (IsAcronym(a, b) || IsAcronym(b, a))
        {
            return 2;
        }

        byte level = overlap.Contained >= 0.78 ? (byte)3 : overlap.Both >= 0.4 ? (byte)4 : OtherName;
        if (level < OtherName && overlap.Rarest != int.MaxValue)
        {
            // A rare word in common says more than a common one; a name that is only a part of another says less than its words.
            chance = level == 3 ? Chance(overlap.Rarest, pools.NameWord.Total, 1, 5e-4) : Chance(overlap.Rarest, pools.NameWord.Total, 3, 5e-3);
        }

        return level;
    }

    private bool IsAcronym(in CompanyNameForm longer, in CompanyNameForm shorter) =>
        shorter.Words.Length == 1 && longer.Initials.Length is >= 3 and <= 6 && pools.NameWord[shorter.Words[0]] == longer.Initials;

    private byte OfDomain(LinkageRecord a, LinkageRecord b)
    {
        if (a.Domain < 0 || b.Domain < 0)
        {
            return Missing;
        }

        if (a.Domain == b.Domain)
        {
            return 0;
        }

        string one = Stem(pools.Domain[a.Domain]), other = Stem(pools.Domain[b.Domain]);
        return one.Length > 3 && one == other ? (byte)1 : one.Length > 4 && Likeness.IsSlip(one, other) ? (byte)2 : (byte)3;
    }

    private static string Stem(string domain) => domain.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? domain[..dot] : domain;
}
