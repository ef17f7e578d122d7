namespace Strata.Platform.Tracking;

/// <summary>Why one message of a request was not taken.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="MessageId">Its id as sent, or null.</param>
/// <param name="Code">What is wrong: <c>json</c>, <c>type</c>, <c>identity</c>, <c>event</c>, <c>timestamp</c>, <c>size</c> or <c>field</c>.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="Fix">What to send instead, as a sentence.</param>
/// <param name="Raw">The message as it came, UTF-8.</param>
public sealed record MessageError(int Index, string? MessageId, string Code, string Message, string Fix, ReadOnlyMemory<byte> Raw);
