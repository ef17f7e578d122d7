namespace Strata.Index.Entity;

/// <summary>
/// Whether an expression is true of an entity at T, and the longest period around T in which that stays the same, given what is known
/// now: events and dates that are known but still to come are part of it.
/// </summary>
/// <param name="Value">The truth at T.</param>
/// <param name="Since">The first microsecond from which it has been so; <see cref="long.MinValue"/> for always.</param>
/// <param name="Until">The microsecond at which it is no longer so; <see cref="long.MaxValue"/> for ever.</param>
/// <param name="SinceIsExact">
/// False where it may have been so for longer: behind a rank (<c>in top</c>), which depends on others and is known only at T, or past
/// the limit of rows looked at.
/// </param>
/// <param name="UntilIsExact">False where it may stay so for longer, for the same reasons.</param>
public readonly record struct Truth(bool Value, long Since, long Until, bool SinceIsExact = true, bool UntilIsExact = true);
