using Dapper;
using NodaTime;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Control;

namespace Strata.Platform.Keys;

/// <summary>Makes, lists and revokes the keys of the server's interface.</summary>
public sealed class ApiKeys
{
    private readonly ControlStore _control;
    private readonly TimeProvider _clock;
    private readonly Action? _changed;

    /// <summary>The keys of a workspace.</summary>
    /// <param name="control">Where they are stored.</param>
    /// <param name="clock">Says when.</param>
    /// <param name="changed">Called after keys were made or revoked; null for nobody.</param>
    internal ApiKeys(ControlStore control, TimeProvider clock, Action? changed = null)
    {
        _control = control;
        _clock = clock;
        _changed = changed;
    }

    private long Now => Microseconds.FromInstant(Instant.FromDateTimeOffset(_clock.GetUtcNow()));

    /// <summary>Makes a key.</summary>
    /// <param name="scope">What it may do.</param>
    /// <param name="name">What its owner calls it; may be empty.</param>
    /// <param name="rateLimit">The most requests a second; 0 for any number, null for the server's standard.</param>
    /// <returns>The key as stored, and its text, which can be had only now.</returns>
    public (ApiKey Key, string Text) Create(KeyScope scope, string name, int? rateLimit)
    {
        ArgumentNullException.ThrowIfNull(name);
        (string id, string text) = ApiKeyText.Create();
        var key = new ApiKey(id, name.Trim(), scope, rateLimit, Now, null);
        byte[] hash = new byte[ApiKeyText.HashBytes];
        ApiKeyText.Hash(text, hash);
        _control.Connection.Execute(
            "INSERT INTO api_key (id, name, scope, hash, rate_limit, created_at) VALUES (@Id, @Name, @scope, @hash, @RateLimit, @CreatedAt)",
            new { key.Id, key.Name, scope = NameOf(scope), hash, key.RateLimit, key.CreatedAt });
        _changed?.Invoke();
        return (key, text);
    }

    /// <summary>Every key that was ever made, the oldest first.</summary>
    public IReadOnlyList<ApiKey> All() => [.. Rows().Select(row => row.ToKey())];

    /// <summary>Revokes a key: from now on it is refused.</summary>
    /// <param name="idOrName">Its id, or its name where only one key that is accepted has it.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such key, it is revoked already, or several have that name.</exception>
    public ApiKey Revoke(string idOrName)
    {
        List<ApiKey> found = [.. All().Where(key => key.Id == idOrName)];
        if (found.Count == 0)
        {
            found = [.. All().Where(key => key.RevokedAt is null && key.Name.Length > 0 && key.Name == idOrName)];
        }

        ApiKey key = found switch
        {
            [] => throw new UserErrorException("argument", $"There is no key '{idOrName}'.", fix: "'strata keys list' shows their ids."),
            [{ RevokedAt: { } at }] => throw new UserErrorException("argument", $"The key '{idOrName}' was revoked at {Microseconds.ToText(at)}."),
            [{ } one] => one with { RevokedAt = Now },
            _ => throw new UserErrorException("argument", $"{found.Count} keys are called '{idOrName}'.", fix: $"Give the id of one: {string.Join(", ", found.Select(one => one.Id))}."),
        };
        _control.Connection.Execute("UPDATE api_key SET revoked_at = @RevokedAt WHERE id = @Id", new { key.RevokedAt, key.Id });
        _changed?.Invoke();
        return key;
    }

    /// <summary>The keys that are accepted now, for checking requests.</summary>
    internal ApiKeyRing Ring() => new(Rows().Select(row => (row.ToKey(), row.Hash)));

    private IEnumerable<Row> Rows() => _control.Connection.Query<Row>(
        """
        SELECT id, name, scope, hash, rate_limit AS RateLimit, created_at AS CreatedAt, revoked_at AS RevokedAt
        FROM api_key ORDER BY created_at, id
        """);

    /// <summary>The name of a scope, as people write it.</summary>
    public static string NameOf(KeyScope scope) => scope switch
    {
        KeyScope.Track => "track",
        KeyScope.Read => "read",
        KeyScope.Write => "write",
        KeyScope.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Unknown scope."),
    };

    private sealed class Row
    {
        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public string Scope { get; set; } = "";

        public byte[] Hash { get; set; } = [];

        public long? RateLimit { get; set; }

        public long CreatedAt { get; set; }

        public long? RevokedAt { get; set; }

        public ApiKey ToKey() => new(Id, Name, Enum.Parse<KeyScope>(Scope, ignoreCase: true), (int?)RateLimit, CreatedAt, RevokedAt);
    }
}
