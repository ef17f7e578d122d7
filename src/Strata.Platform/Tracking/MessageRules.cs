namespace Strata.Platform.Tracking;

/// <summary>What a message must have to be taken.</summary>
internal static class MessageRules
{
    /// <summary>The calls, for a person.</summary>
    public const string Kinds = "The calls are track, identify, group, page, screen and alias.";

    /// <summary>The first thing that is wrong with a message, or null.</summary>
    public static MessageReader.Fault? Check(TrackedMessage message, bool hasKind, bool hasTooManyProperties)
    {
        if (message.Raw.Length > SegmentLimits.MessageBytes)
        {
            return new("size", $"The message has {message.Raw.Length:N0} bytes; {SegmentLimits.MessageBytes:N0} are the most.", "Send less with it.");
        }

        if (hasTooManyProperties)
        {
            return new("size", $"The message has more than {PropertyReader.Most} properties.", "Send fewer.");
        }

        if (!hasKind)
        {
            return new("type", "The message does not say which call it is.", $"Send 'type'. {Kinds}");
        }

        return CheckKind(message) ?? CheckLengths(message);
    }

    /// <summary>As <see cref="Check"/>, for the instant that is known once the whole request is read.</summary>
    public static MessageReader.Fault? CheckInstant(TrackedMessage message, long receivedAt) => MessageClock.IsPlausible(message.Instant, receivedAt)
        ? null
        : new("timestamp", "The message happened before 1970, or more than a year from now.", "Send the instant at which it happened, or leave it out.");

    private static MessageReader.Fault? CheckKind(TrackedMessage message)
    {
        bool hasVisitor = message.UserId is not null || message.HasVisitor;
        return message.Kind switch
        {
            MessageKind.Track when message.Event is null =>
                new("event", "A track call has no 'event'.", "Send the name of what happened, such as \"Order Completed\"."),
            MessageKind.Group when message.GroupId is null =>
                new("identity", "A group call has no 'groupId'.", "Send the account's id."),
            MessageKind.Alias when message.PreviousId is null || message.UserId is null =>
                new("identity", "An alias call needs 'previousId' and 'userId'.", "Send both ids of the person."),
            _ when !hasVisitor =>
                new("identity", "The message has neither 'userId' nor 'anonymousId'.", "Send one of them."),
            _ => null,
        };
    }

    private static MessageReader.Fault? CheckLengths(TrackedMessage message) =>
        CheckLength("messageId", message, ref message.MessageIdText) ?? CheckLength("userId", message.UserId)
        ?? CheckLength("anonymousId", message, ref message.AnonymousIdText) ?? CheckLength("groupId", message.GroupId) ?? CheckLength("previousId", message.PreviousId) ?? CheckLength("event", message.Event)
        ?? CheckLength("context.groupId", message, ref message.ContextGroupText);

    private static MessageReader.Fault? CheckLength(string field, TrackedMessage message, ref LaterText text) =>
        text.IsLonger(message.Raw, SegmentLimits.IdCharacters, out int length) ? TooLong(field, length) : null;

    private static MessageReader.Fault? CheckLength(string field, string? value) => value?.Length > SegmentLimits.IdCharacters ? TooLong(field, value.Length) : null;

    private static MessageReader.Fault TooLong(string field, int length) =>
        new("size", $"'{field}' has {length:N0} characters; {SegmentLimits.IdCharacters} are the most.", "Send a shorter one.");
}
