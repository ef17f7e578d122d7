using Dapper;
using Microsoft.Data.Sqlite;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Time;

namespace Strata.Platform.People;

/// <summary>
/// How the first admin comes to be: while there is nobody, a server that starts makes a token, which whoever sees its console can use once.
/// </summary>
public sealed class FirstAdmin
{
    private const long TokenLasts = Microseconds.PerDay;
    private readonly PersonStore _store;
    private readonly PeopleRegistry _people;
    private readonly TimeProvider _clock;

    /// <summary>The first admin of a workspace.</summary>
    internal FirstAdmin(ControlStore control, TimeProvider clock)
    {
        _store = new PersonStore(control);
        _people = new PeopleRegistry(control, clock);
        _clock = clock;
    }

    /// <summary>Whether there is nobody yet.</summary>
    public bool IsNeeded => _store.IsEmpty;

    /// <summary>The address below the server's own by which the first admin is made.</summary>
    public static string Path(string token) => $"/set-up?token={token}";

    /// <summary>Makes the token, for a day; one that was made before is refused from now on. Null where there is somebody.</summary>
    public string? CreateToken()
    {
        using SqliteTransaction transaction = _store.Connection.BeginTransaction();
        if (!IsNeeded)
        {
            return null;
        }

        string token = OneTimeToken.Create();
        _store.Connection.Execute(
            "DELETE FROM setup_token; INSERT INTO setup_token (hash, expires_at) VALUES (@hash, @expires)",
            new { hash = OneTimeToken.Hash(token), expires = _clock.Microseconds() + TokenLasts });
        transaction.Commit();
        return token;
    }

    /// <summary>Makes the first admin; the token is used up by it.</summary>
    /// <returns>The admin; null where the token is none, is too old, or there is somebody.</returns>
    /// <exception cref="Strata.Language.UserErrorException">Code <c>argument</c> or <c>password</c>: name, address or password will not do. The token stays.</exception>
    public Person? Create(string? token, string email, string name, string? password)
    {
        if (!IsAccepted(token))
        {
            return null;
        }

        Person person = _people.Create(email, name, Role.Admin);
        PasswordRules.Check(password, person.Name, person.Email);
        string hash = Passwords.Hash(password!);
        using SqliteTransaction transaction = _store.Connection.BeginTransaction();
        if (!IsAccepted(token))
        {
            // Somebody was faster with the same token.
            return null;
        }

        _store.Add(person, hash);
        _store.Connection.Execute("DELETE FROM setup_token");
        transaction.Commit();
        return _store.Find(person.Id);
    }

    private bool IsAccepted(string? token) => IsNeeded && _store.Connection.ExecuteScalar<long>(
        "SELECT count(*) FROM setup_token WHERE hash = @hash AND expires_at > @now", new { hash = OneTimeToken.Hash(token), now = _clock.Microseconds() }) == 1;
}
