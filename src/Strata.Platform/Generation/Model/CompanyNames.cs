using System.Text;
using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Model;

/// <summary>How a near-duplicate of an account differs from the original.</summary>
internal enum DuplicateKind
{
    /// <summary>The legal form is added, dropped or changed; the website is the same, written otherwise.</summary>
    LegalForm,

    /// <summary>The name is in capitals and the website is missing.</summary>
    Capitals,

    /// <summary>One letter of the name is missing; the website is the same, written otherwise.</summary>
    Typo,

    /// <summary>The closing word is dropped; the website is under the country's own domain.</summary>
    ShortName,
}

/// <summary>Company names and web domains, from the seed and the index alone; no two originals share a domain.</summary>
internal sealed class CompanyNames(ulong seed)
{
    private static readonly byte[][] HeadBytes = Bytes(CompanyWords.Heads);
    private static readonly byte[][] TailBytes = Bytes(CompanyWords.Tails);
    private static readonly byte[][] MiddleBytes = Bytes(CompanyWords.Middles);
    private static readonly byte[][] StartUpDomains = Bytes([".com", ".io", ".ai", ".com", ".co", ".com"]);

    public DuplicateKind KindOf(Account account) =>
        (DuplicateKind)new CounterRandom(seed, RandomStream.CompanyName, account.Index).Below(4);

    /// <summary>Writes the name as a quoted cell.</summary>
    public void WriteName(CsvBuffer row, Account account)
    {
        Span<byte> name = stackalloc byte[160];
        var length = 0;
        var random = new CounterRandom(seed, RandomStream.CompanyName, account.Original);
        AppendCore(account.Original, name, ref length, " "u8);
        var core = length;
        var words = Industries.All[account.Industry].NameWords;
        var word = words[random.Below(words.Length)];
        var hasWord = random.Chance(0.7);
        var forms = Places.Countries[account.Country].LegalForms;
        var form = forms[random.Below(forms.Length)];
        var hasForm = random.Chance(0.45);
        DuplicateKind? kind = account.IsDuplicate ? KindOf(account) : null;
        if (hasWord && kind != DuplicateKind.ShortName)
        {
            AppendWord(word, name, ref length);
        }

        if (hasForm ^ (kind is DuplicateKind.LegalForm or DuplicateKind.ShortName))
        {
            Append(form, name, ref length);
        }

        if (kind == DuplicateKind.Typo)
        {
            name[core..length].CopyTo(name[(core - 1)..]);
            length--;
        }

        if (kind == DuplicateKind.Capitals)
        {
            Capitalise(name[..length]);
        }

        row.Raw((byte)'"');
        row.Raw(name[..length]);
        row.Raw((byte)'"');
    }

    /// <summary>Writes the web domain without <c>www</c>; that of the original for a near-duplicate, save where its kind says otherwise.</summary>
    public void WriteDomain(CsvBuffer row, Account account)
    {
        Span<byte> core = stackalloc byte[120];
        var length = 0;
        AppendCore(account.Original, core, ref length, default);
        for (var at = 0; at < length; at++)
        {
            core[at] |= 0x20;
        }

        row.Raw(core[..length]);
        var country = Places.Countries[account.Country];
        var random = new CounterRandom(seed, RandomStream.CompanyName, ~account.Original);
        var usesCountry = random.Chance(0.55);
        var startUp = Industries.All[account.Industry].OwnsItsTechnology ? StartUpDomains[random.Below(StartUpDomains.Length)] : StartUpDomains[0];
        if (account.IsDuplicate && KindOf(account) == DuplicateKind.ShortName)
        {
            // Elsewhere than the original: the country's domain where that uses a general one, else .net.
            row.Raw(usesCountry || country.Domain.AsSpan().SequenceEqual(".com"u8) ? ".net"u8 : country.Domain);
            return;
        }

        row.Raw(usesCountry && account.Country != 0 ? country.Domain : startUp);
    }

    private void AppendCore(long index, Span<byte> name, ref int length, ReadOnlySpan<byte> gap)
    {
        var cores = CompanyWords.CoresPerBlock;
        var block = Math.DivRem(index, cores, out var place);
        var core = Permuted(place, block);
        Append(HeadBytes[core / TailBytes.Length], name, ref length);
        Append(TailBytes[core % TailBytes.Length], name, ref length);
        while (block > 0)
        {
            // Bijective numeration: every block has its own sequence of middle words.
            block = Math.DivRem(block - 1, MiddleBytes.Length, out var middle);
            Append(gap, name, ref length);
            Append(MiddleBytes[middle], name, ref length);
        }
    }

    // A shuffle of a block's cores by four rounds over the grid of heads and tails: a bijection, so that no core is used twice in a block.
    private int Permuted(long place, long block)
    {
        var key = CounterRandom.Mix(seed ^ CounterRandom.Mix((ulong)block));
        var rows = HeadBytes.Length;
        var columns = TailBytes.Length;
        var row = (int)(place / columns);
        var column = (int)(place % columns);
        for (var round = 0UL; round < 4; round++)
        {
            row = (row + (int)(CounterRandom.Mix(key + (round << 32) + (ulong)column) % (ulong)rows)) % rows;
            column = (column + (int)(CounterRandom.Mix(key + (round << 32) + 0x10000 + (ulong)row) % (ulong)columns)) % columns;
        }

        return (row * columns) + column;
    }

    private static void AppendWord(ReadOnlySpan<byte> word, Span<byte> name, ref int length)
    {
        if (word[0] != (byte)'.')
        {
            Append(" "u8, name, ref length);
        }

        Append(word, name, ref length);
    }

    private static void Append(ReadOnlySpan<byte> text, Span<byte> name, ref int length)
    {
        text.CopyTo(name[length..]);
        length += text.Length;
    }

    private static void Capitalise(Span<byte> text)
    {
        foreach (ref var letter in text)
        {
            if (letter is >= (byte)'a' and <= (byte)'z')
            {
                letter -= 32;
            }
        }
    }

    private static byte[][] Bytes(IEnumerable<string> words) => words.Select(word => Encoding.UTF8.GetBytes(word)).ToArray();
}
