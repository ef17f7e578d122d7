using Strata.Platform.Ingest.References;

namespace Strata.Platform.Tests.Ingest.References;

/// <summary>The map by hashed keys does what a dictionary does, also where many keys want one place.</summary>
public sealed class KeyMapTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Holds_what_a_dictionary_holds(int seed, bool areCrowded)
    {
        var random = new Random(seed);
        var map = new KeyMap<int>();
        var model = new Dictionary<UInt128, int>();
        for (int step = 0; step < 20_000; step++)
        {
            UInt128 key = Key(random.Next(1, 500), areCrowded);
            if (random.Next(3) == 0)
            {
                map.Remove(key).ShouldBe(model.Remove(key));
            }
            else
            {
                map.GetOrAdd(key, out bool isNew) = step;
                isNew.ShouldBe(!model.ContainsKey(key));
                model[key] = step;
            }

            UInt128 asked = Key(random.Next(1, 500), areCrowded);
            map.Prefetch(asked);
            map.TryGetValue(asked, out int value).ShouldBe(model.TryGetValue(asked, out int expected));
            value.ShouldBe(expected);
            map.Count.ShouldBe(model.Count);
        }

        foreach ((UInt128 key, int expected) in model)
        {
            map.TryGetValue(key, out int value).ShouldBeTrue();
            value.ShouldBe(expected);
        }

        map.Clear();
        map.Count.ShouldBe(0);
        map.TryGetValue(Key(1, areCrowded), out _).ShouldBeFalse();
    }

    /// <summary>Of crowded keys many have the same low bits, which say where they stand.</summary>
    private static UInt128 Key(int number, bool isCrowded) => isCrowded
        ? new UInt128((ulong)number, (ulong)(number % 7))
        : KeyHash.Of(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
