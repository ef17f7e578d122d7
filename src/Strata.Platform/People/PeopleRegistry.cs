using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Time;

namespace Strata.Platform.People;

/// <summary>A person, and the token of a link by which that person sets a password, which can be had only now.</summary>
/// <param name="Person">The person.</param>
/// <param name="Token">The token; <see cref="PeopleRegistry.LinkPath"/> says the address that it belongs to.</param>
/// <param name="ExpiresAt">Until when it is accepted, in UTC microseconds.</param>
public sealed record Invitation(Person Person, string Token, long ExpiresAt);

/// <summary>Who may work with the workspace in the browser, and as what. What takes rights away ends the sessions of whom it concerns.</summary>
public sealed class PeopleRegistry
{
    private const long LinkLasts = 7 * Microseconds.PerDay;
    private readonly PersonStore _store;
    private readonly TimeProvider _clock;

    /// <summary>The people of a workspace.</summary>
    internal PeopleRegistry(ControlStore control, TimeProvider clock)
    {
        _store = new PersonStore(control);
        _clock = clock;
    }

    /// <summary>Whether nobody was ever added: the first admin is to be made.</summary>
    public bool IsEmpty => _store.IsEmpty;

    /// <summary>The address below the server's own by which a person sets a password.</summary>
    public static string LinkPath(string token) => $"/set-password?token={token}";

    /// <summary>Everybody, by name.</summary>
    public IReadOnlyList<Person> All() => _store.All();

    /// <summary>The person of that id; null where there is none.</summary>
    public Person? TryFind(string id) => _store.Find(id);

    /// <summary>The person of that id or e-mail address.</summary>
    /// <exception cref="UserErrorException">Code <c>reference</c>: there is none.</exception>
    public Person Find(string idOrEmail)
    {
        ArgumentNullException.ThrowIfNull(idOrEmail);
        return _store.Find(idOrEmail) ?? _store.FindByEmail(idOrEmail)?.Person
            ?? throw new UserErrorException("reference", $"There is no person '{idOrEmail}'.", fix: "'strata people list' shows their addresses.");
    }

    /// <summary>Adds a person, who sets a password by the link of the answer, or signs in through OpenID Connect.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: a name is missing, the address is none, or somebody has it.</exception>
    public Invitation Add(string email, string name, Role role)
    {
        using SqliteTransaction transaction = _store.Connection.BeginTransaction();
        Person person = Create(email, name, role);
        _store.Add(person);
        Invitation invitation = Invite(person);
        transaction.Commit();
        return invitation;
    }

    /// <summary>Gives a person another role; sessions of the old one end.</summary>
    /// <exception cref="UserErrorException">Code <c>last-admin</c>: nobody could administer then.</exception>
    public Person SetRole(string id, Role role) => Change(id, person =>
    {
        if (person.Role == role)
        {
            return;
        }

        KeepAnAdmin(person, "be given another role");
        _store.SetRole(person.Id, role);
        _store.SignOut(person.Id);
    });

    /// <summary>Gives a person another name.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: the name is empty or too long.</exception>
    public Person SetName(string id, string name) => Change(id, person => _store.SetName(person.Id, CheckName(name)));

    /// <summary>Lets a person in no more; sessions end.</summary>
    /// <exception cref="UserErrorException">Code <c>last-admin</c>: nobody could administer then.</exception>
    public Person Disable(string id) => Change(id, person =>
    {
        KeepAnAdmin(person, "be disabled");
        _store.SetDisabled(person.Id, person.DisabledAt ?? _clock.Microseconds());
        _store.SignOut(person.Id);
    });

    /// <summary>Lets a person in again.</summary>
    public Person Enable(string id) => Change(id, person => _store.SetDisabled(person.Id, null));

    /// <summary>Ends every session of a person.</summary>
    public Person SignOut(string id) => Change(id, person => _store.SignOut(person.Id));

    /// <summary>
    /// Takes a person's password away and gives a link to set another: for who forgot it, or whose password somebody else knows.
    /// Sessions end; a lock ends too.
    /// </summary>
    public Invitation Reset(string id)
    {
        using SqliteTransaction transaction = _store.Connection.BeginTransaction();
        Person person = Find(id);
        _store.SetPassword(person.Id, null);
        _store.SignOut(person.Id);
        Invitation invitation = Invite(_store.Find(person.Id)!);
        transaction.Commit();
        return invitation;
    }

    /// <summary>Whose link a token is; null where it is none, was used, or is too old.</summary>
    public Person? FindByLink(string? token) => _store.Connection.QuerySingleOrDefault<string>(
        "SELECT p.id FROM person_link l JOIN person p ON p.id = l.person WHERE l.hash = @hash AND l.expires_at > @now AND p.disabled_at IS NULL",
        new { hash = OneTimeToken.Hash(token), now = _clock.Microseconds() }) is { } id ? _store.Find(id) : null;

    /// <summary>Sets a password by a link, which is used up by it; other sessions of the person end.</summary>
    /// <returns>The person; null where the token is none, was used, or is too old.</returns>
    /// <exception cref="UserErrorException">Code <c>password</c>: it is too short, or too easy to guess. The link stays as it was.</exception>
    public Person? SetPasswordByLink(string? token, string? password)
    {
        if (FindByLink(token) is not { } person)
        {
            return null;
        }

        PasswordRules.Check(password, person.Name, person.Email);
        string hash = Passwords.Hash(password!);
        using SqliteTransaction transaction = _store.Connection.BeginTransaction();
        if (FindByLink(token) is null)
        {
            // Somebody was faster with the same link.
            return null;
        }

        _store.SetPassword(person.Id, hash);
        _store.SignOut(person.Id);
        transaction.Commit();
        return _store.Find(person.Id);
    }

    /// <summary>Sets the password of somebody who is signed in; other sessions of the person end.</summary>
    /// <param name="id">The person.</param>
    /// <param name="password">The new password.</param>
    /// <exception cref="UserErrorException">Code <c>password</c>: it is too short, or too easy to guess.</exception>
    public void SetPassword(string id, string? password)
    {
        Person person = Find(id);
        PasswordRules.Check(password, person.Name, person.Email);
        string hash = Passwords.Hash(password!);
        using SqliteTransaction transaction = _store.Connection.BeginTransaction();
        _store.SetPassword(person.Id, hash);
        _store.SignOut(person.Id);
        transaction.Commit();
    }

    /// <summary>A person to add.</summary>
    internal Person Create(string email, string name, Role role)
    {
        string address = (email ?? "").Trim();
        int at = address.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at == address.Length - 1 || address.Length > 254 || address.LastIndexOf('@') != at || address.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '<' or '>' or ',' or ';'))
        {
            throw new UserErrorException("argument", $"'{email}' is no e-mail address.");
        }

        return _store.FindByEmail(address) is null
            ? new Person(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), address, CheckName(name), role, _clock.Microseconds())
            : throw new UserErrorException("argument", $"There is a person with the address '{address}' already.");
    }

    private static string CheckName(string? name) => (name ?? "").Trim() is { Length: >= 1 and <= 100 } trimmed && !trimmed.Any(character => char.IsControl(character) || character is '<' or '>')
        ? trimmed
        : throw new UserErrorException("argument", "A name has 1 to 100 characters, without < and >.");

    private Invitation Invite(Person person)
    {
        string token = OneTimeToken.Create();
        long expires = _clock.Microseconds() + LinkLasts;
        _store.Connection.Execute("INSERT INTO person_link (hash, person, expires_at) VALUES (@hash, @Id, @expires)", new { hash = OneTimeToken.Hash(token), person.Id, expires });
        return new Invitation(person, token, expires);
    }

    private void KeepAnAdmin(Person person, string what)
    {
        if (person.Role == Role.Admin && _store.OtherAdmins(person.Id) == 0)
        {
            throw new UserErrorException("last-admin", $"{person.Name} is the only admin who can sign in, and cannot {what}.", fix: "Make somebody else an admin first.");
        }
    }

    private Person Change(string id, Action<Person> change)
    {
        using SqliteTransaction transaction = _store.Connection.BeginTransaction();
        Person person = Find(id);
        change(person);
        transaction.Commit();
        return _store.Find(person.Id)!;
    }
}
