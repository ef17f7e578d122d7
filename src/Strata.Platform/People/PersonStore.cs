using Dapper;
using Microsoft.Data.Sqlite;
using Strata.Platform.Control;

namespace Strata.Platform.People;

/// <summary>The table of people.</summary>
internal sealed class PersonStore(ControlStore control)
{
    private const string Columns =
        """
        id, email, name, role, password, openid_issuer IS NOT NULL AS HasOpenId, locked_until AS LockedUntil,
        created_at AS CreatedAt, last_seen AS LastSeen, disabled_at AS DisabledAt
        """;

    /// <summary>The database, for what is done in one transaction.</summary>
    public SqliteConnection Connection => control.Connection;

    /// <summary>Whether there is anybody at all.</summary>
    public bool IsEmpty => Connection.ExecuteScalar<long>("SELECT count(*) FROM person") == 0;

    /// <summary>Everybody, by name.</summary>
    public IReadOnlyList<Person> All() => [.. Connection.Query<Row>($"SELECT {Columns} FROM person ORDER BY lower(name), email_key").Select(row => row.ToPerson())];

    /// <summary>The person with that id; null where there is none.</summary>
    public Person? Find(string id) => Connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM person WHERE id = @id", new { id })?.ToPerson();

    /// <summary>The person with that e-mail address and the hash of the password; null where there is none.</summary>
    public (Person Person, string? Password)? FindByEmail(string email) =>
        Connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM person WHERE email_key = @key", new { key = KeyOf(email) }) is { } row ? (row.ToPerson(), row.Password) : null;

    /// <summary>The person whom a provider of OpenID Connect knows by that subject; null where there is none.</summary>
    public Person? FindBySubject(string issuer, string subject) =>
        Connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM person WHERE openid_issuer = @issuer AND openid_subject = @subject", new { issuer, subject })?.ToPerson();

    /// <summary>Adds a person.</summary>
    public void Add(Person person, string? password = null) => Connection.Execute(
        "INSERT INTO person (id, email, email_key, name, role, password, created_at) VALUES (@Id, @Email, @key, @Name, @role, @password, @CreatedAt)",
        new { person.Id, person.Email, key = KeyOf(person.Email), person.Name, role = person.Role.NameOf(), password, person.CreatedAt });

    /// <summary>Stores a new role.</summary>
    public void SetRole(string id, Role role) => Connection.Execute("UPDATE person SET role = @role WHERE id = @id", new { id, role = role.NameOf() });

    /// <summary>Stores a new name.</summary>
    public void SetName(string id, string name) => Connection.Execute("UPDATE person SET name = @name WHERE id = @id", new { id, name });

    /// <summary>Stores since when a person is disabled; null for not.</summary>
    public void SetDisabled(string id, long? at) => Connection.Execute("UPDATE person SET disabled_at = @at WHERE id = @id", new { id, at });

    /// <summary>Stores a password's hash, or that there is none; what was wrong before is forgotten.</summary>
    public void SetPassword(string id, string? hash) =>
        Connection.Execute("UPDATE person SET password = @hash, failures = 0, locked_until = NULL WHERE id = @id", new { id, hash });

    /// <summary>
    /// Forgets what was wrong before, because a password was right; false where it was changed meanwhile, or the person disabled.
    /// </summary>
    /// <param name="id">The person.</param>
    /// <param name="hash">The hash that the password was checked by.</param>
    /// <param name="better">The hash to keep instead; the same where it is good enough.</param>
    public bool Accept(string id, string hash, string better) => Connection.Execute(
        "UPDATE person SET password = @better, failures = 0, locked_until = NULL WHERE id = @id AND password = @hash AND disabled_at IS NULL", new { id, hash, better }) == 1;

    /// <summary>Stores by what a provider of OpenID Connect knows a person.</summary>
    public void SetSubject(string id, string issuer, string subject) =>
        Connection.Execute("UPDATE person SET openid_issuer = @issuer, openid_subject = @subject WHERE id = @id", new { id, issuer, subject });

    /// <summary>How many could sign in and administer, one person left aside.</summary>
    public long OtherAdmins(string id) => Connection.ExecuteScalar<long>(
        """
        SELECT count(*) FROM person
        WHERE id <> @id AND role = 'admin' AND disabled_at IS NULL AND (password IS NOT NULL OR openid_subject IS NOT NULL)
        """,
        new { id });

    /// <summary>Ends every session of a person but one, and every link that was given out.</summary>
    public void SignOut(string id, byte[]? exceptSession = null)
    {
        Connection.Execute("DELETE FROM session WHERE person = @id AND hash IS NOT @exceptSession", new { id, exceptSession });
        Connection.Execute("DELETE FROM person_link WHERE person = @id", new { id });
    }

    /// <summary>The key under which an address is stored.</summary>
    public static string KeyOf(string email) => ControlStore.KeyOf(email.Trim());

    internal sealed class Row
    {
        public string Id { get; set; } = "";

        public string Email { get; set; } = "";

        public string Name { get; set; } = "";

        public string Role { get; set; } = "";

        public string? Password { get; set; }

        public long HasOpenId { get; set; }

        public long? LockedUntil { get; set; }

        public long CreatedAt { get; set; }

        public long? LastSeen { get; set; }

        public long? DisabledAt { get; set; }

        public Person ToPerson() => new(Id, Email, Name, Enum.Parse<Role>(Role, ignoreCase: true), CreatedAt)
        {
            HasPassword = Password is not null,
            HasOpenId = HasOpenId != 0,
            LastSeen = LastSeen,
            DisabledAt = DisabledAt,
            LockedUntil = LockedUntil,
        };
    }
}
