namespace Strata.Platform.Targeting;

/// <summary>A step from the market to the list.</summary>
/// <param name="Label">What it is: a segment's name, or what is asked for.</param>
/// <param name="Size">How many are left.</param>
/// <param name="Removed">How many of those before are not.</param>
/// <param name="ShareRemoved">Their share of those before, 0 to 1; null where there were none.</param>
public sealed record TargetStep(string Label, long Size, long Removed, double? ShareRemoved);

/// <summary>The values from which an account is good, and from which it is best.</summary>
/// <param name="Value">The value that is looked at, in the language.</param>
/// <param name="Upper">From here: fit A, timing hot.</param>
/// <param name="Lower">From here: fit B. Of timing 0: above it is warm.</param>
public sealed record TargetBands(string Value, double Upper, double Lower);

/// <summary>A cell of the matrix of fit and timing.</summary>
/// <param name="Fit">A, B or C.</param>
/// <param name="Timing">Hot, Warm or Cold.</param>
/// <param name="Count">How many accounts of the target market, without the suppressed, are in it.</param>
/// <param name="Tier">The best tier that its accounts can be in; null where they are not on the list.</param>
public sealed record TargetCell(string Fit, string Timing, long Count, string? Tier);

/// <summary>A tier and who is in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Capacity">How many it may have; null for any number.</param>
/// <param name="Size">How many it has.</param>
public sealed record TargetTier(string Name, long? Capacity, long Size);

/// <summary>An account of the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; null where nobody said.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="FitGrade">A, B or C.</param>
/// <param name="Fit">Its fit; null where it is not known.</param>
/// <param name="TimingGrade">Hot, Warm or Cold.</param>
/// <param name="Timing">Its timing; null where it is not known.</param>
/// <param name="Reason">Why it is in this tier, in a sentence.</param>
public sealed record TargetAccount(string Id, string? Name, string Tier, string FitGrade, double? Fit, string TimingGrade, double? Timing, string Reason);

/// <summary>A target account list: how it comes from the market, its tiers, and the definitions that keep it.</summary>
/// <param name="Steps">From the market to the list.</param>
/// <param name="Fit">The bands of fit.</param>
/// <param name="Timing">The bands of timing.</param>
/// <param name="Matrix">Nine cells, by fit and then timing.</param>
/// <param name="Tiers">The tiers in order.</param>
/// <param name="Accounts">Accounts of the list, the best first; as many as were asked for.</param>
/// <param name="Definitions">The segment and the segmentation that say all of this in the language, as files.</param>
/// <param name="Notes">What a person should know about how it was made.</param>
public sealed record TargetAccountList(
    IReadOnlyList<TargetStep> Steps,
    TargetBands Fit,
    TargetBands Timing,
    IReadOnlyList<TargetCell> Matrix,
    IReadOnlyList<TargetTier> Tiers,
    IReadOnlyList<TargetAccount> Accounts,
    IReadOnlyList<string> Definitions,
    IReadOnlyList<string> Notes);
