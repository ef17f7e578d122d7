using Strata.Platform.Quality.Duplicates.Records;

namespace Strata.Platform.Quality.Duplicates.Comparing;

/// <summary>What people and companies are compared by alike: telephone, address, town, country, numbers of their own.</summary>
internal static class PlaceLevels
{
    /// <summary>The telephone number.</summary>
    private static readonly Comparison Phone = new(
        "phone", IsPlace: true,
        new ComparisonLevel("same-phone", "Both have the telephone number {a}", 0.60, 1e-4),
        new ComparisonLevel("similar-phone", "Their telephone numbers differ by a slip or a prefix: {a} and {b}", 0.08, 1e-4),
        new ComparisonLevel("other-phone", "Their telephone numbers differ: {a} and {b}", 0.32, 1));

    /// <summary>The address.</summary>
    private static readonly Comparison Address = new(
        "address", IsPlace: true,
        new ComparisonLevel("same-address", "Both have the address {a}", 0.60, 1e-4),
        new ComparisonLevel("similar-address", "Their addresses are alike: {a} and {b}", 0.14, 1e-3),
        new ComparisonLevel("part-of-address", "Their addresses have a part in common: {a} and {b}", 0.08, 0.02),
        new ComparisonLevel("other-address", "Their addresses differ: {a} and {b}", 0.18, 0.98));

    /// <summary>The town.</summary>
    private static readonly Comparison City = new(
        "city", IsPlace: true,
        new ComparisonLevel("same-city", "Both are in {a}", 0.80, 0.02),
        new ComparisonLevel("similar-city", "Their towns are spelled alike: {a} and {b}", 0.06, 0.002),
        new ComparisonLevel("other-city", "They are in different towns: {a} and {b}", 0.14, 0.98));

    /// <summary>The country.</summary>
    private static readonly Comparison Country = new(
        "country", IsPlace: true,
        new ComparisonLevel("same-country", "Both are in {a}", 0.94, 0.2),
        new ComparisonLevel("other-country", "They are in different countries: {a} and {b}", 0.06, 0.8));

    /// <summary>Numbers that are one's alone.</summary>
    private static readonly Comparison Identifier = new(
        "identifier", IsPlace: false,
        new ComparisonLevel("same-identifier", "Both have the number {a}", 0.90, 1e-6),
        new ComparisonLevel("similar-identifier", "Their numbers differ by a slip: {a} and {b}", 0.07, 1e-4),
        new ComparisonLevel("other-identifier", "Their numbers differ: {a} and {b}", 0.03, 1));

    /// <summary>The comparisons, in the order of their levels.</summary>
    public static readonly IReadOnlyList<Comparison> All = [Phone, Address, City, Country, Identifier];

    private const int AtPhone = 0, AtAddress = 1, AtCity = 2, AtCountry = 3, AtIdentifier = 4;

    /// <summary>Compares two by all of these.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="pools">The values.</param>
    /// <param name="levels">Set to the levels, in the order of <see cref="All"/>.</param>
    /// <param name="chances">Set to how often two that are not one would have just this in common, where its frequency tells.</param>
    public static void Compare(LinkageRecord a, LinkageRecord b, LinkagePools pools, Span<byte> levels, Span<float> chances)
    {
        levels[AtPhone] = OfPhone(a, b, pools);
        if (levels[AtPhone] == 0)
        {
            chances[AtPhone] = RecordComparer.Chance(pools.Phone.Count(a.Phone), pools.Phone.Total, 0.2, 5e-5);
        }

        levels[AtAddress] = OfAddress(a, b, pools, ref chances[AtAddress]);
        levels[AtCity] = OfCity(a, b, pools);
        if (levels[AtCity] == 0)
        {
            chances[AtCity] = RecordComparer.Chance(pools.City.Count(a.City), pools.City.Total, 1, 2e-3);
        }

        levels[AtCountry] = a.Country < 0 || b.Country < 0 ? RecordComparer.Missing : a.Country == b.Country ? (byte)0 : (byte)1;
        if (levels[AtCountry] == 0)
        {
            chances[AtCountry] = RecordComparer.Chance(pools.Country.Count(a.Country), pools.Country.Total, 1, 0.1);
        }

        levels[AtIdentifier] = OfIdentifier(a, b, pools, out int identifier);
        if (levels[AtIdentifier] == 0)
        {
            chances[AtIdentifier] = RecordComparer.Chance(pools.Identifier.Count(identifier), pools.Identifier.Total, 0.02, 1e-6);
        }
    }

    /// <summary>What a record says to one of <see cref="All"/>, for a person; "?" for none of them.</summary>
    public static string Said(int place, LinkageRecord record, LinkagePools pools) => place switch
    {
        AtPhone => Text(record.Phone, pools.Phone),
        AtAddress => Words(record.Address, pools.AddressWord),
        AtCity => Text(record.City, pools.City),
        AtCountry => Text(record.Country, pools.Country),
        AtIdentifier => string.Join(", ", record.Identifiers.Select(one => pools.Identifier[one.Value]).Distinct(StringComparer.Ordinal)),
        _ => "?",
    };

    /// <summary>Compares telephone numbers.</summary>
    private static byte OfPhone(LinkageRecord a, LinkageRecord b, LinkagePools pools)
    {
        if (a.Phone < 0 || b.Phone < 0)
        {
            return RecordComparer.Missing;
        }

        string one = pools.Phone[a.Phone], other = pools.Phone[b.Phone];
        return a.Phone == b.Phone ? (byte)0
            : one.EndsWith(other, StringComparison.Ordinal) || other.EndsWith(one, StringComparison.Ordinal) || Likeness.IsSlip(one, other) ? (byte)1 : (byte)2;
    }

    /// <summary>Compares addresses; sets how often two that are not one share as much.</summary>
    private static byte OfAddress(LinkageRecord a, LinkageRecord b, LinkagePools pools, ref float chance)
    {
        if (a.Address.Length == 0 || b.Address.Length == 0)
        {
            return RecordComparer.Missing;
        }

        Overlap overlap = Likeness.Of(a.Address, b.Address, pools.AddressWord);
        byte level = overlap.HasNumber && overlap.Contained >= 0.85 ? (byte)0
            : overlap.HasNumber && overlap.Contained >= 0.6 ? (byte)1
            : overlap.Contained >= 0.35 ? (byte)2 : (byte)3;
        if (level < 3)
        {
            // Words of one address go together, so that their bits do not add up in full; a house has as many inhabitants as are known of it.
            float inhabitants = RecordComparer.Chance(Math.Max(Inhabitants(a, pools), Inhabitants(b, pools)), pools.AddressWord.Total, 1, 2e-4);
            chance = (float)Math.Max(inhabitants, Math.Pow(2, -0.6 * overlap.Shared));
        }

        return level;
    }

    private static int Inhabitants(LinkageRecord record, LinkagePools pools) => record.House < 0 ? 0 : pools.House.Count(record.House);

    /// <summary>Compares towns.</summary>
    private static byte OfCity(LinkageRecord a, LinkageRecord b, LinkagePools pools) =>
        a.City < 0 || b.City < 0 ? RecordComparer.Missing : a.City == b.City ? (byte)0 : Likeness.IsNear(pools.City[a.City], pools.City[b.City]) ? (byte)1 : (byte)2;

    /// <summary>Compares numbers that are one's alone: those of one field, and equal ones of different fields.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="pools">The values.</param>
    /// <param name="value">The value that both have, or -1.</param>
    private static byte OfIdentifier(LinkageRecord a, LinkageRecord b, LinkagePools pools, out int value)
    {
        byte level = RecordComparer.Missing;
        value = -1;
        foreach ((int field, int its) in a.Identifiers)
        {
            foreach ((int otherField, int others) in b.Identifiers)
            {
                if (its == others && (field == otherField || pools.Identifier[its].Length >= 7))
                {
                    value = its;
                    return 0;
                }

                if (field == otherField)
                {
                    byte compared = pools.Identifier[its].Length >= 6 && Likeness.IsSlip(pools.Identifier[its], pools.Identifier[others]) ? (byte)1 : (byte)2;
                    level = Math.Min(level, compared);
                }
            }
        }

        return level;
    }

    /// <summary>The words of a list, for a person.</summary>
    public static string Words(int[] words, ValuePool pool) => string.Join(' ', words.Select(word => pool[word]));

    /// <summary>A value, for a person.</summary>
    public static string Text(int value, ValuePool pool) => value < 0 ? "?" : pool[value];
}
