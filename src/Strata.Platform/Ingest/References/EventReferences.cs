namespace Strata.Platform.Ingest.References;

/// <summary>Whose an event is.</summary>
/// <param name="Account">The account's ref; null where it is not known, or not clear.</param>
/// <param name="Contact">The contact's ref; null where it is not known, or not clear.</param>
public readonly record struct EventReferences(long? Account, long? Contact);
