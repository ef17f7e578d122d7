namespace Strata.Language;

/// <summary>
/// What the user gave is wrong. Carries every fault found, not only the first. Anything that is not this type is an internal fault.
/// </summary>
public sealed class UserErrorException : Exception
{
    /// <summary>Creates the exception from one fault.</summary>
    public UserErrorException(string code, string message, SourceLocation? where = null, string? fix = null)
        : this([new UserError(code, message, where, fix)])
    {
    }

    /// <summary>Creates the exception from the faults found; <paramref name="errors"/> must not be empty.</summary>
    public UserErrorException(IReadOnlyList<UserError> errors, Exception? inner = null)
        : base(string.Join(Environment.NewLine, errors), inner)
    {
        ArgumentOutOfRangeException.ThrowIfZero(errors.Count);
        Errors = errors;
    }

    /// <summary>The faults, in the order of the text; never empty.</summary>
    public IReadOnlyList<UserError> Errors { get; }
}
