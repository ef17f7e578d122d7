using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Time;

namespace Strata.Platform.People;

/// <summary>A session that was found.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="CsrfToken">What requests that change something must show beside the cookie: bound to the session, and of no use without it.</param>
public sealed record Session(Person Person, string CsrfToken);

/// <summary>
/// The sessions of people who are signed in. A session is known by a random text that only its browser has; its hash is stored. It ends
/// when nothing was done for a while, after some days in any case, and when rights are taken away.
/// </summary>
public sealed class SessionRegistry
{
    /// <summary>After how many hours in which nothing was done a session ends.</summary>
    public const int IdleHours = 12;

    /// <summary>After how many days a session ends, whatever was done.</summary>
    public const int MostDays = 7;

    private const long IdleTime = IdleHours * 3600 * Microseconds.PerSecond;
    private const long NoteEvery = 60 * Microseconds.PerSecond;
    private readonly ControlStore _control;
    private readonly PersonStore _people;
    private readonly TimeProvider _clock;

    /// <summary>The sessions of a workspace.</summary>
    internal SessionRegistry(ControlStore control, TimeProvider clock)
    {
        _control = control;
        _people = new PersonStore(control);
        _clock = clock;
    }

    /// <summary>Begins a session; what ended is cleared away.</summary>
    /// <returns>The text by which the session is known.</returns>
    public string Begin(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        string id = OneTimeToken.Create();
        long now = _clock.Microseconds();
        _control.Connection.Execute(
            """
            DELETE FROM session WHERE expires_at <= @now OR seen_at <= @now - @IdleTime;
            INSERT INTO session (hash, person, created_at, seen_at, expires_at) VALUES (@hash, @Id, @now, @now, @expires);
            UPDATE person SET last_seen = @now WHERE id = @Id;
            """,
            new { hash = OneTimeToken.Hash(id), person.Id, now, IdleTime, expires = now + (MostDays * Microseconds.PerDay) });
        return id;
    }

    /// <summary>The session of that text; null where it is none, or ended, or its person is disabled.</summary>
    /// <param name="id">The text.</param>
    /// <param name="isUse">Whether something is done in it now, so that it stays for another while.</param>
    public Session? Find(string? id, bool isUse = true)
    {
        if (id is not { Length: OneTimeToken.Length })
        {
            return null;
        }

        byte[] hash = OneTimeToken.Hash(id);
        long now = _clock.Microseconds();
        Row? row = _control.Connection.QuerySingleOrDefault<Row>(
            """
            SELECT s.person, s.seen_at AS SeenAt FROM session s JOIN person p ON p.id = s.person
            WHERE s.hash = @hash AND s.expires_at > @now AND s.seen_at > @now - @IdleTime AND p.disabled_at IS NULL
            """,
            new { hash, now, IdleTime });
        if (row is null || _people.Find(row.Person) is not { } person)
        {
            return null;
        }

        if (isUse && now - row.SeenAt >= NoteEvery)
        {
            _control.Connection.Execute("UPDATE session SET seen_at = @now WHERE hash = @hash; UPDATE person SET last_seen = @now WHERE id = @Person", new { now, hash, row.Person });
        }

        return new Session(person, CsrfTokenOf(id));
    }

    /// <summary>Ends a session; of a text that is none, nothing happens.</summary>
    public void End(string? id) => _control.Connection.Execute("DELETE FROM session WHERE hash = @hash", new { hash = OneTimeToken.Hash(id) });

    /// <summary>The token of a session: made of its secret, so that whoever cannot read the cookie cannot make it.</summary>
    private static string CsrfTokenOf(string id) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(id), "csrf"u8));

    private sealed class Row
    {
        public string Person { get; set; } = "";

        public long SeenAt { get; set; }
    }
}
