namespace Strata.Platform.Tracking;

/// <summary>What a value of a message is in JSON.</summary>
public enum TrackedValueKind : byte
{
    /// <summary>Nothing, or blank text.</summary>
    Missing,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An array.</summary>
    List,

    /// <summary>An object nested too deeply to be taken apart.</summary>
    Nested,
}

/// <summary>A value of a message, not yet of any type of the catalog.</summary>
/// <param name="Kind">What it is in JSON.</param>
/// <param name="Start">Where it begins in the message as it came.</param>
/// <param name="Length">How many bytes it has there; of text, with the quotes.</param>
/// <param name="Written">Text, trimmed; null for the other kinds.</param>
/// <param name="Folded">The folded form of text; null for the other kinds.</param>
/// <param name="Units">A number in units of 1/10,000; 1 or 0 for true or false.</param>
/// <param name="Fits">For a number, whether it can be kept exactly (language.md section 3).</param>
public readonly record struct TrackedValue(
    TrackedValueKind Kind, int Start, int Length, string? Written = null, string? Folded = null, long Units = 0, bool Fits = true);

/// <summary>A property or trait of a message.</summary>
/// <param name="Name">Its name as the catalog writes names; of a nested one, with the names around it: <c>address_city</c>.</param>
/// <param name="Written">Its name as sent, nested ones joined by points.</param>
/// <param name="Value">Its value.</param>
public readonly record struct TrackedProperty(string Name, string Written, TrackedValue Value);
