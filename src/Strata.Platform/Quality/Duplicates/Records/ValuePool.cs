namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>The values of one thing (family names, words of addresses …), each once, with how many records have it.</summary>
internal sealed class ValuePool
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly List<int> _counts = [];

    /// <summary>How many records have a value.</summary>
    public int Total { get; private set; }

    /// <summary>The text of a value.</summary>
    public string this[int number] => _texts[number];

    /// <summary>How many records have a value; 1 at least.</summary>
    public int Count(int number) => _counts[number];

    /// <summary>The number of the value of one more record; -1 for an empty one.</summary>
    public int Add(string text)
    {
        if (text.Length == 0)
        {
            return -1;
        }

        Total++;
        if (!_numbers.TryGetValue(text, out int number))
        {
            number = _texts.Count;
            _numbers.Add(text, number);
            _texts.Add(text);
            _counts.Add(0);
        }

        _counts[number]++;
        return number;
    }

    /// <summary>The numbers of the different words of one more record.</summary>
    public int[] AddWords(IEnumerable<string> words)
    {
        int before = Total;
        int[] numbers = [.. words.Distinct(StringComparer.Ordinal).Select(Add).Where(number => number >= 0)];
        Total = before + (numbers.Length > 0 ? 1 : 0);
        return numbers;
    }
}
