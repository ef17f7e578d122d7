using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Strata.Platform.People;

/// <summary>Hashes passwords as ASP.NET Core Identity does: PBKDF2 with HMAC-SHA512, a salt of 128 bits, 210,000 rounds (OWASP). Thread-safe.</summary>
internal static class Passwords
{
    private const int Rounds = 210_000;
    private static readonly PasswordHasher<object> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
    private static readonly object Nobody = new();
    private static readonly Lazy<string> HashOfNobody = new(() => Hash(OneTimeToken.Create()));

    /// <summary>The hash of a password.</summary>
    public static string Hash(string password) => Hasher.HashPassword(Nobody, password);

    /// <summary>Whether a password is the one that was hashed. Takes as long where there is no hash, and is false then.</summary>
    /// <param name="hash">The hash; null where there is no such person, or one without a password.</param>
    /// <param name="password">The password to check.</param>
    /// <param name="isOld">Whether the hash was made with fewer rounds than are made now.</param>
    public static bool Verify(string? hash, string password, out bool isOld)
    {
        PasswordVerificationResult result = Hasher.VerifyHashedPassword(Nobody, hash ?? HashOfNobody.Value, password);
        isOld = result == PasswordVerificationResult.SuccessRehashNeeded;
        return hash is not null && result != PasswordVerificationResult.Failed;
    }
}
