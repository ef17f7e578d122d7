using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Strata.Language.Values;

namespace Strata.Language.Tests.Values;

public sealed class TextFoldingTests
{
    private static readonly Dictionary<int, string> CaseFolding = ReadCaseFolding();

    [Theory]
    [InlineData("SaaS", "saas")]
    [InlineData("  Trim me\t\n", "trim me")]
    [InlineData("Straße", "strasse")]
    [InlineData("STRASSE", "strasse")]
    [InlineData("ﬁnance", "finance")]
    [InlineData("Ⅻ", "xii")]
    [InlineData("Ａｃｍｅ", "acme")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφοσ")]
    [InlineData("σίσυφος", "σίσυφοσ")]
    [InlineData("Cafe\u0301", "café")]
    [InlineData("\u00A0Acme\u3000", "acme")]
    [InlineData("\u2009", "")]
    [InlineData("İstanbul", "i̇stanbul")]
    [InlineData("Ꭰ", "Ꭰ")]
    [InlineData("ꭰ", "Ꭰ")]
    [InlineData("𐐀", "𐐨")]
    public void Folds(string text, string folded) => TextFolding.Fold(text).ShouldBe(folded);

    /// <summary>Every code point of Unicode 14, against the published table of full case folding.</summary>
    [Fact]
    public void Agrees_with_Unicode_for_every_code_point()
    {
        var wrong = new List<string>();
        for (int code = 0; code <= 0x10FFFF; code++)
        {
            if (code is >= 0xD800 and <= 0xDFFF || char.GetUnicodeCategory(char.ConvertFromUtf32(code), 0) == UnicodeCategory.OtherNotAssigned)
            {
                continue;
            }

            string text = "x" + char.ConvertFromUtf32(code) + "y";
            string actual = TextFolding.Fold(text);
            if (!string.Equals(actual, Reference(text), StringComparison.Ordinal))
            {
                wrong.Add($"{code:X}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Folding_a_folded_text_changes_nothing() =>
        Prop.ForAll<string>(text =>
        {
            string folded = TextFolding.Fold(Clean(text));
            return string.Equals(TextFolding.Fold(folded), folded, StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Agrees_with_the_reference_on_random_texts() =>
        Prop.ForAll<string>(text => string.Equals(TextFolding.Fold(Clean(text)), Reference(Clean(text)), StringComparison.Ordinal))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\u00A0\u3000")]
    public void Blank_is_missing(string? text) => TextFolding.FoldOrNull(text).ShouldBeNull();

    private static string Clean(string? text) => new((text ?? "").Where(unit => !char.IsSurrogate(unit)).ToArray());

    private static string Reference(string text)
    {
        var folded = new StringBuilder();
        foreach (Rune rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            folded.Append(CaseFolding.GetValueOrDefault(rune.Value) ?? rune.ToString());
        }

        return folded.ToString().Normalize(NormalizationForm.FormKC).Trim();
    }

    private static Dictionary<int, string> ReadCaseFolding()
    {
        var table = new Dictionary<int, string>();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Values", "CaseFolding.txt")).Where(line => line[0] != '#'))
        {
            string[] parts = line.Split(' ');
            int first = Hex(parts[0]);
            if (parts[1] is "=")
            {
                table[first] = string.Concat(parts[2..].Select(part => char.ConvertFromUtf32(Hex(part))));
                continue;
            }

            for (int code = first; code <= Hex(parts[1]); code += int.Parse(parts[2], CultureInfo.InvariantCulture))
            {
                table[code] = char.ConvertFromUtf32(code + int.Parse(parts[3], CultureInfo.InvariantCulture));
            }
        }

        return table;
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
