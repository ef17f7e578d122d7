using System.Globalization;

namespace Strata.Platform.Tests.Differential;

/// <summary>How many random definitions a property is tried on: STRATA_PROPERTY_RUNS, 150 unless set, from STRATA_PROPERTY_SEED on.</summary>
internal static class PropertyRuns
{
    /// <summary>Definitions drawn over one data set, whose loading costs more than they do.</summary>
    public const int PerWorld = 20;

    public static int FirstSeed { get; } = Number("STRATA_PROPERTY_SEED", 1);

    /// <summary>Whether time stops before and at everything that is due, not at some of it: STRATA_PROPERTY_EXPIRIES=all.</summary>
    public static bool StopsAtEveryExpiry { get; } = Environment.GetEnvironmentVariable("STRATA_PROPERTY_EXPIRIES") == "all";

    public static int Of(int usual) => Number("STRATA_PROPERTY_RUNS", 150) * usual / 300;

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
