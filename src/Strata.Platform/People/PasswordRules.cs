using Strata.Language;

namespace Strata.Platform.People;

/// <summary>
/// What a password must be: long, rather than made of certain characters (NIST SP 800-63B section 3.1.1), and not the person's own name
/// or address.
/// </summary>
public static class PasswordRules
{
    /// <summary>The fewest characters.</summary>
    public const int Shortest = 12;

    /// <summary>The most characters: more would only cost time to hash.</summary>
    public const int Longest = 256;

    private const int FewestDifferent = 5;

    /// <summary>Checks a new password.</summary>
    /// <exception cref="UserErrorException">Code <c>password</c>: it is too short, too long, or too easy to guess.</exception>
    public static void Check(string? password, string name, string email)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(email);
        if (password is not { Length: >= Shortest })
        {
            throw new UserErrorException("password", $"A password has at least {Shortest} characters.", fix: "Take a few words that have nothing to do with each other.");
        }

        if (password.Length > Longest)
        {
            throw new UserErrorException("password", $"A password has at most {Longest} characters.");
        }

        string person = email.Split('@')[0];
        bool isTheirs = password.Contains(email, StringComparison.OrdinalIgnoreCase)
            || (person.Length >= Shortest / 2 && password.Contains(person, StringComparison.OrdinalIgnoreCase))
            || (name.Length >= Shortest / 2 && password.Contains(name, StringComparison.OrdinalIgnoreCase));
        if (isTheirs || password.Distinct().Count() < FewestDifferent)
        {
            throw new UserErrorException("password", "This password is easy to guess.", fix: "Take a few words that have nothing to do with each other, nor with you.");
        }
    }
}
