using System.Globalization;
using System.Text;
using Strata.Index.Columns;
using Strata.Index.Memory;
using Strata.Index.Nodes;

namespace Strata.Index.Tests.Columns;

/// <summary>Codes of every width, common and rare, give the rows that have the text.</summary>
public class CodeColumnTests
{
    [Theory]
    [InlineData(3, 200, true)]
    [InlineData(3, 200, false)]
    [InlineData(200, 5_000, true)]
    [InlineData(2_000, 20_000, true)]
    [InlineData(2_000, 20_000, false)]
    [InlineData(80_000, 150_000, false)]
    public void Texts_are_found_in_the_rows_that_have_them(int distinct, int rows, bool withPostings)
    {
        var random = new Random(distinct + rows);
        int[] texts = [.. Enumerable.Range(0, rows).Select(_ => random.Next(7) == 0 ? -1 : (int)(distinct * Math.Pow(random.NextDouble(), 3)))];
        var budget = new MemoryBudget(1 << 30);
        using CodeColumn column = Column(budget, texts, withPostings);
        for (int trial = 0; trial < 40; trial++)
        {
            int[] wanted = [.. Enumerable.Range(0, 1 + (trial % 12)).Select(_ => (int)(distinct * Math.Pow(random.NextDouble(), 3)))];
            NumberColumnTests.Rows(column.AmongTexts(wanted.Select(Text)), rows).ShouldBe(Enumerable.Range(0, rows).Where(row => texts[row] >= 0 && wanted.Contains(texts[row])));
        }

        NumberColumnTests.Rows(column.Known, rows).ShouldBe(Enumerable.Range(0, rows).Where(row => texts[row] >= 0));
        NumberColumnTests.Rows(column.AmongTexts(["nobody has this"]), rows).ShouldBeEmpty();
        NumberColumnTests.Rows(column.Where(text => text.EndsWith('1')), rows).ShouldBe(Enumerable.Range(0, rows).Where(row => texts[row] >= 0 && texts[row] % 10 == 1));
    }

    [Fact]
    public void Postings_of_a_collection_name_each_account_once()
    {
        var budget = new MemoryBudget(1 << 30);
        int[] accounts = [0, 0, 1, 3, 3, 3, 64, 65, 130], texts = [1, 1, 2, 1, 2, 1, 2, 1, -1];
        using NativeArray<int> entityOf = Array(budget, accounts);
        using CodeColumn column = Column(budget, texts, withPostings: false);
        using NativeArray<int> codes = column.Codes(budget);
        using var postings = new Postings(budget, column.Dictionary.Count, codes, entityOf, 131);
        NumberColumnTests.Rows(column.AmongTexts([Text(1)], postings), 131).ShouldBe([0, 3, 65]);
        NumberColumnTests.Rows(column.AmongTexts([Text(2)], postings), 131).ShouldBe([1, 3, 64]);
        NumberColumnTests.Rows(column.AmongTexts([Text(1), Text(2)], postings), 131).ShouldBe([0, 1, 3, 64, 65]);
    }

    [Fact]
    public void Texts_that_share_bytes_stay_apart()
    {
        var dictionary = new TextDictionary(new MemoryBudget(1 << 30));
        string[] texts = [.. Enumerable.Range(0, 30_000).Select(number => new string('x', number % 40) + number.ToString(CultureInfo.InvariantCulture) + "é日")];
        int[] codes = [.. texts.Select(text => dictionary.Add(Encoding.UTF8.GetBytes(text)))];
        codes.ShouldBe(Enumerable.Range(1, texts.Length));
        texts.Select(dictionary.Find).ShouldBe(codes);
        codes.Select(dictionary.Text).ShouldBe(texts);
        dictionary.Find("absent").ShouldBe(0);
        dictionary.Find("").ShouldBe(0);
    }

    [Fact]
    public void Logic_is_exact_on_masks_that_begin_anywhere()
    {
        var budget = new MemoryBudget(1 << 30);
        int[] texts = [.. Enumerable.Range(0, 1_000).Select(row => row % 3)];
        using CodeColumn column = Column(budget, texts, withPostings: true);
        Node zero = column.AmongTexts([Text(0)]), one = column.AmongTexts([Text(1)]);
        Node either = OrNode.Of([zero, one]), neither = NotNode.Of(either), both = AndNode.Of([zero, one]);
        ulong[] mask = [ulong.MaxValue, 0, ulong.MaxValue];
        neither.Filter(5, mask);
        Enumerable.Range(0, 192).Where(bit => (mask[bit / 64] & (1UL << (bit % 64))) != 0)
            .ShouldBe(Enumerable.Range(0, 192).Where(bit => bit / 64 != 1 && (320 + bit) % 3 == 2));
        NumberColumnTests.Rows(both, 1_000).ShouldBeEmpty();
    }

    private static string Text(int number) => "text " + number.ToString(CultureInfo.InvariantCulture);

    private static CodeColumn Column(MemoryBudget budget, int[] texts, bool withPostings)
    {
        var dictionary = new TextDictionary(budget);
        int[] codes = [.. texts.Select(text => text < 0 ? 0 : dictionary.Add(Encoding.UTF8.GetBytes(Text(text))))];
        return new CodeColumn(budget, dictionary, Array(budget, codes), withPostings);
    }

    private static NativeArray<int> Array(MemoryBudget budget, int[] values)
    {
        var array = new NativeArray<int>(budget, values.Length);
        values.CopyTo(array.Span);
        return array;
    }
}
