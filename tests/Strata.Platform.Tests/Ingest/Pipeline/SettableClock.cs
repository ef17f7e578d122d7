namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>A clock that says what it is told to.</summary>
internal sealed class SettableClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
