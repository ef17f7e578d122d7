namespace Strata.Platform.Generation.Randomness;

/// <summary>Picks an index by weight in one look-up. Weights are honoured to one part in 4,096.</summary>
internal sealed class PickTable
{
    private const int Slots = 4096;
    private readonly ushort[] _slots = new ushort[Slots];

    public PickTable(params ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var filled = 0;
        var sum = 0.0;
        for (var index = 0; index < weights.Length; index++)
        {
            sum += weights[index];
            var end = index == weights.Length - 1 ? Slots : (int)Math.Floor((sum / total * Slots) + 0.5);
            while (filled < end)
            {
                _slots[filled++] = (ushort)index;
            }
        }
    }

    public int Pick(ref CounterRandom random) => _slots[(int)(random.NextBits() >> 52)];
}
