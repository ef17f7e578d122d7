namespace Strata.Platform.Identity.Networks;

/// <summary>What the operator of a network does with its addresses.</summary>
public enum NetworkUse
{
    /// <summary>It uses them itself.</summary>
    Own,

    /// <summary>It gives them to its customers, companies and households.</summary>
    Provider,

    /// <summary>It runs the machines of others there.</summary>
    Hosting,
}

/// <summary>Tells companies' own networks from those of internet providers and hosters by the operator's name (<c>carriers.tsv</c>).</summary>
internal static class CarrierList
{
    private static readonly Lazy<IReadOnlyList<(string Words, NetworkUse Use)>> Loaded = new(Load);

    /// <summary>The use of a network.</summary>
    /// <param name="words">The operator's name as <see cref="CompanyName.Words"/> gives it.</param>
    public static NetworkUse UseOf(string words)
    {
        string padded = $" {words.Replace("at and t", "at t", StringComparison.Ordinal)} ";
        foreach ((string sought, NetworkUse use) in Loaded.Value)
        {
            if (padded.Contains(sought, StringComparison.Ordinal))
            {
                return use;
            }
        }

        return NetworkUse.Own;
    }

    private static List<(string Words, NetworkUse Use)> Load()
    {
        using Stream stream = typeof(CarrierList).Assembly.GetManifestResourceStream("Strata.Platform.Identity.carriers.tsv")
            ?? throw new InvalidOperationException("The list of carriers is not in the assembly.");
        using var reader = new StreamReader(stream);
        var list = new List<(string Words, NetworkUse Use)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#' && line.Split('\t') is [string use, string words])
            {
                list.Add(($" {words} ", use == "isp" ? NetworkUse.Provider : NetworkUse.Hosting));
            }
        }

        return list;
    }
}
