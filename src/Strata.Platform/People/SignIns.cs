using Dapper;
using Microsoft.Data.Sqlite;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Time;

namespace Strata.Platform.People;

/// <summary>
/// Checks e-mail address and password. Whatever is wrong, the answer is the same and costs the same: nobody learns by it who has an
/// account. A try counts as wrong before it is checked, so that many at once are no more guesses than one after the other.
/// </summary>
public sealed class SignIns
{
    /// <summary>After how many wrong passwords in a row an account is locked.</summary>
    public const int MostFailures = 5;

    /// <summary>For how many minutes an account is locked.</summary>
    public const int LockMinutes = 15;

    private readonly PersonStore _store;
    private readonly TimeProvider _clock;

    /// <summary>The sign-ins of a workspace.</summary>
    internal SignIns(ControlStore control, TimeProvider clock)
    {
        _store = new PersonStore(control);
        _clock = clock;
    }

    /// <summary>The person who has that address and that password; null where anything is wrong, or the account is locked or disabled.</summary>
    public Person? Check(string? email, string? password)
    {
        string given = password is { Length: <= PasswordRules.Longest } ? password : "";
        (Person Person, string? Password)? found = Reserve(email ?? "");
        bool isRight = Passwords.Verify(found?.Password, given, out bool isOld);
        return isRight && found is { Password: { } hash } right && _store.Accept(right.Person.Id, hash, isOld ? Passwords.Hash(given) : hash) ? _store.Find(right.Person.Id) : null;
    }

    /// <summary>Finds who may try, and counts the try.</summary>
    private (Person Person, string? Password)? Reserve(string email)
    {
        using SqliteTransaction transaction = _store.Connection.BeginTransaction();
        long now = _clock.Microseconds();
        if (_store.FindByEmail(email) is not { Person: { DisabledAt: null } person } found || person.LockedUntil > now)
        {
            return null;
        }

        _store.Connection.Execute(
            """
            UPDATE person SET
                failures = CASE WHEN failures + 1 >= @most THEN 0 ELSE failures + 1 END,
                locked_until = CASE WHEN failures + 1 >= @most THEN @until END
            WHERE id = @Id
            """,
            new { most = MostFailures, until = now + (LockMinutes * 60 * Microseconds.PerSecond), person.Id });
        transaction.Commit();
        return found;
    }
}
