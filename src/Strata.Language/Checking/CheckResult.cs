namespace Strata.Language.Checking;

/// <summary>What checking found: a plan, or the errors that stand in its way.</summary>
/// <typeparam name="T">The kind of plan.</typeparam>
/// <param name="Value">The plan; null exactly where there are errors.</param>
/// <param name="Errors">The errors, in the order of the text.</param>
public sealed record CheckResult<T>(T? Value, IReadOnlyList<UserError> Errors)
    where T : class
{
    /// <summary>True where there are no errors.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>The plan.</summary>
    /// <exception cref="UserErrorException">There are errors; it carries them all.</exception>
    public T OrThrow() => IsValid ? Value! : throw new UserErrorException(Errors);
}
