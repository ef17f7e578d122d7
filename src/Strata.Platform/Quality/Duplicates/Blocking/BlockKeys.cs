using Strata.Platform.Quality.Duplicates.Records;

namespace Strata.Platform.Quality.Duplicates.Blocking;

/// <summary>The keys by which it is decided who is compared with whom: two that share one, and not too many others have it.</summary>
/// <param name="pools">The values of all.</param>
internal sealed class BlockKeys(LinkagePools pools)
{
    private const int Bands = 4;

    /// <summary>Adds the keys of a record; the same key may be added twice.</summary>
    public void Add(LinkageRecord record, List<ulong> keys)
    {
        AddCommon(record, keys);
        foreach (PersonName name in record.People)
        {
            AddPerson(record, name, keys);
        }

        foreach (CompanyNameForm name in record.Companies)
        {
            AddCompany(record, name, keys);
        }
    }

    private void AddCommon(LinkageRecord record, List<ulong> keys)
    {
        if (record.Phone >= 0 && pools.Phone[record.Phone] is { Length: >= 7 } phone)
        {
            keys.Add(Key('f', phone.AsSpan(phone.Length - 7)));
        }

        foreach ((_, int value) in record.Identifiers)
        {
            keys.Add(Key('i', pools.Identifier[value]));
        }

        if (record.Email >= 0)
        {
            string email = pools.Email[record.Email];
            keys.Add(Key('e', email));
            if (email.IndexOf('@', StringComparison.Ordinal) is > 5 and var at)
            {
                keys.Add(Key('m', email.AsSpan(0, at)));
            }
        }

        string? number = record.Address.Select(word => pools.AddressWord[word]).FirstOrDefault(word => char.IsAsciiDigit(word[0]));
        int street = Rarest(record.Address, pools.AddressWord, word => !char.IsAsciiDigit(word[0]));
        if (number is not null && street >= 0)
        {
            keys.Add(Key('a', number, TextForms.Sound(pools.AddressWord[street])));
        }

        if (number is not null && record.Postcode >= 0)
        {
            keys.Add(Key('h', number, pools.Postcode[record.Postcode]));
        }

        if (street >= 0 && record.Postcode >= 0)
        {
            keys.Add(Key('p', TextForms.Sound(pools.AddressWord[street]), pools.Postcode[record.Postcode]));
        }
    }

    private void AddPerson(LinkageRecord record, PersonName name, List<ulong> keys)
    {
        string given = name.Given < 0 ? "" : pools.Given[name.Given], family = name.Family < 0 ? "" : pools.Family[name.Family];
        string givenSound = TextForms.Sound(given), familySound = TextForms.Sound(family);
        if (given.Length > 0 && family.Length > 0)
        {
            // The order does not count: given and family name are swapped at times.
            bool inOrder = string.CompareOrdinal(givenSound, familySound) <= 0;
            keys.Add(inOrder ? Key('n', givenSound, familySound) : Key('n', familySound, givenSound));
            AddAlike('q', given + " " + family, keys);
        }

        if (familySound.Length > 2)
        {
            keys.Add(Key('l', familySound));
        }

        foreach (string place in Places(record))
        {
            if (family.Length > 0)
            {
                keys.Add(Key('s', familySound, place));
            }

            if (given.Length > 1)
            {
                keys.Add(Key('g', givenSound, place));
            }
        }

        if (!record.Birth.IsMissing)
        {
            (int less, int more) = (Math.Min(record.Birth.Month, record.Birth.Day), Math.Max(record.Birth.Month, record.Birth.Day));
            string birth = $"{record.Birth.ShortYear}/{less}/{more}";
            keys.Add(Key('b', birth));
            keys.Add(Key('b', birth, familySound.Length > 0 ? familySound : givenSound));
            keys.Add(Key('y', givenSound, record.Birth.Figures(shortYear: true).AsSpan(0, 4).ToString()));
            keys.Add(Key('y', familySound, record.Birth.Figures(shortYear: true).AsSpan(0, 4).ToString()));
        }
    }

    private void AddCompany(LinkageRecord record, CompanyNameForm name, List<ulong> keys)
    {
        string joined = pools.Company[name.Joined];
        keys.Add(Key('c', joined));
        AddAlike('q', joined, keys);
        if (name.Initials.Length >= 3)
        {
            keys.Add(Key('o', name.Initials));
        }
        else if (name.Words.Length == 1 && joined.Length is >= 3 and <= 6)
        {
            keys.Add(Key('o', joined));
        }

        // The two rarest words tell a name; alone where few have them, with a place where more do.
        int first = Rarest(name.Words, pools.NameWord, _ => true), second = Rarest(name.Words, pools.NameWord, word => word != pools.NameWord[first]);
        foreach (int word in second < 0 ? [first] : new[] { first, second })
        {
            string sound = TextForms.Sound(pools.NameWord[word]);
            keys.Add(Key('w', pools.NameWord[word]));
            foreach (string place in Places(record))
            {
                keys.Add(Key('s', sound, place));
            }
        }

        if (record.Domain >= 0)
        {
            string domain = pools.Domain[record.Domain];
            keys.Add(Key('d', domain));
            if (domain.IndexOf('.', StringComparison.Ordinal) is > 3 and var dot)
            {
                keys.Add(Key('t', domain.AsSpan(0, dot)));
            }
        }
    }

    private IEnumerable<string> Places(LinkageRecord record)
    {
        if (record.Postcode >= 0)
        {
            yield return pools.Postcode[record.Postcode];
        }

        if (record.City >= 0)
        {
            yield return TextForms.Sound(pools.City[record.City]);
        }

        if (record.Companies.Length == 0 && record.Domain >= 0)
        {
            yield return pools.Domain[record.Domain];
        }

        if (record.Account >= 0)
        {
            yield return "#" + pools.Account[record.Account];
        }
    }

    /// <summary>MinHash (Broder, 1997) of the pairs of letters: two names with most of them in common share a band or more, wherever they differ.</summary>
    private static void AddAlike(char kind, string text, List<ulong> keys)
    {
        if (text.Length < 5)
        {
            return;
        }

        Span<ulong> least = stackalloc ulong[2 * Bands];
        least.Fill(ulong.MaxValue);
        for (int i = 0; i + 1 < text.Length; i++)
        {
            ulong pair = ((ulong)text[i] << 16) | text[i + 1];
            for (int band = 0; band < least.Length; band++)
            {
                least[band] = Math.Min(least[band], Mix(pair + ((ulong)(band + 1) << 40)));
            }
        }

        for (int band = 0; band < Bands; band++)
        {
            keys.Add(Mix(least[2 * band] ^ Mix(least[(2 * band) + 1]) ^ ((ulong)kind << 8) ^ (ulong)band));
        }
    }

    private static int Rarest(int[] words, ValuePool pool, Func<string, bool> fits)
    {
        int rarest = -1;
        foreach (int word in words)
        {
            if (fits(pool[word]) && (rarest < 0 || pool.Count(word) < pool.Count(rarest)))
            {
                rarest = word;
            }
        }

        return rarest;
    }

    private static ulong Key(char kind, string first, string second) => Mix(Key(kind, first) ^ (Key('+', second) * 31));

    private static ulong Key(char kind, ReadOnlySpan<char> text)
    {
        // FNV-1a: the same in every process.
        ulong hash = (14695981039346656037UL ^ kind) * 1099511628211UL;
        foreach (char unit in text)
        {
            hash = (hash ^ unit) * 1099511628211UL;
        }

        return Mix(hash);
    }

    /// <summary>The finaliser of SplitMix64.</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9UL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebUL;
        return value ^ (value >> 31);
    }
}
