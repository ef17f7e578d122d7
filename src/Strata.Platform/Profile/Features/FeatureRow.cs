namespace Strata.Platform.Profile.Features;

/// <summary>An account and the instant whose eve it is looked at: what happened at the instant itself or later is not seen.</summary>
/// <param name="AccountRef">The number of the account in the warehouse; of one that is not there everything is unknown or 0.</param>
/// <param name="Instant">UTC microseconds.</param>
public readonly record struct FeatureRow(long AccountRef, long Instant);

/// <summary>A field that would give the outcome away, or that says nothing of the buyer, and is therefore never a feature.</summary>
/// <param name="Name">Its name in definitions.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record RefusedFeature(string Name, string Reason);
