using Strata.Platform.Workspaces;

namespace Strata.Platform.People;

/// <summary>How people sign in through a provider of OpenID Connect.</summary>
public sealed record OpenIdSettings
{
    private const string IssuerName = "openid_issuer";
    private const string ClientName = "openid_client";
    private const string SecretName = "openid_secret";
    private const string LabelName = "openid_name";
    private const string DomainsName = "openid_domains";
    private const string RoleName = "openid_role";
    private const string ClaimName = "openid_role_claim";
    private const string RolesName = "openid_roles";
    private const string TrustName = "openid_trust_email";

    /// <summary>The provider: the address whose <c>/.well-known/openid-configuration</c> describes it.</summary>
    public required Uri Issuer { get; init; }

    /// <summary>By what the provider knows this server.</summary>
    public required string ClientId { get; init; }

    /// <summary>What proves it; null for a client without a secret.</summary>
    public required string? ClientSecret { get; init; }

    /// <summary>What people call the provider.</summary>
    public required string Name { get; init; }

    /// <summary>The domains of addresses whose owners get an account at their first sign-in; none where only who was added may sign in.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>The role of who has no other.</summary>
    public required Role DefaultRole { get; init; }

    /// <summary>The claim whose values say roles; null where the provider says none.</summary>
    public required string? RoleClaim { get; init; }

    /// <summary>The role that each value of the claim stands for.</summary>
    public required IReadOnlyDictionary<string, Role> Roles { get; init; }

    /// <summary>Whether an address counts that the provider does not say it has checked.</summary>
    public required bool TrustsEmail { get; init; }

    /// <summary>The settings that it is made of.</summary>
    internal static IReadOnlyList<SettingDefinition> Definitions { get; } =
    [
        new(IssuerName, "", "The provider of OpenID Connect that people sign in through, such as https://login.example.com; none where it is empty"),
        new(ClientName, "", "By what the provider of OpenID Connect knows this server: the client id"),
        new(SecretName, "", "What proves to the provider of OpenID Connect that it is this server: the client secret", IsSecret: true),
        new(LabelName, "single sign-on", "What the button to sign in through OpenID Connect calls the provider"),
        new(DomainsName, "", "The domains of e-mail addresses, with commas between, whose owners get an account when they first sign in through OpenID Connect; empty: only who was added"),
        new(RoleName, "viewer", "The role of who signs in through OpenID Connect and has no other: viewer, editor, approver or admin"),
        new(ClaimName, "", "The claim of OpenID Connect that says roles, such as groups; empty: admins give roles"),
        new(RolesName, "", "The role that each value of that claim stands for: strata-admins=admin, marketing=editor"),
        new(TrustName, "no", "Whether an e-mail address counts that the provider of OpenID Connect does not say it has checked: yes or no"),
    ];

    /// <summary>The role that the values of the claim stand for, the greatest of several; null where admins give roles.</summary>
    public Role? RoleOf(IEnumerable<string> values) => RoleClaim is null
        ? null
        : values.Select(value => Roles.TryGetValue(value, out Role role) ? role : (Role?)null).Append(null).Max() ?? DefaultRole;

    /// <summary>Whether the owner of an address gets an account at the first sign-in.</summary>
    public bool Admits(string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        return Domains.Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What is set; null where people do not sign in through OpenID Connect.</summary>
    public static OpenIdSettings? Read(WorkspaceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Get(IssuerName) is { Length: > 0 } issuer && settings.Get(ClientName) is { Length: > 0 } client
            ? new OpenIdSettings
            {
                Issuer = new Uri(issuer),
                ClientId = client,
                ClientSecret = settings.Get(SecretName) is { Length: > 0 } secret ? secret : null,
                Name = settings.Get(LabelName),
                Domains = Items(settings.Get(DomainsName)),
                DefaultRole = ParseRole(settings.Get(RoleName)) ?? Role.Viewer,
                RoleClaim = settings.Get(ClaimName) is { Length: > 0 } claim ? claim : null,
                Roles = ParseRoles(settings.Get(RolesName)) ?? new Dictionary<string, Role>(StringComparer.Ordinal),
                TrustsEmail = settings.Get(TrustName) == "yes",
            }
            : null;
    }

    /// <summary>Whether a setting is one of these.</summary>
    internal static bool Owns(SettingDefinition setting) => Definitions.Contains(setting);

    /// <summary>A value as it is stored; null where it is none of the setting.</summary>
    internal static string? Accept(SettingDefinition setting, string value) => setting.Name switch
    {
        IssuerName => value.Trim() is not { Length: > 0 } address ? "" : IsIssuer(address) ? address : null,
        LabelName => value.Trim() is { Length: >= 1 and <= 40 } label ? label : null,
        DomainsName => Items(value.ToLowerInvariant()) is var domains && domains.All(domain => Uri.CheckHostName(domain) == UriHostNameType.Dns) ? string.Join(", ", domains) : null,
        RoleName => ParseRole(value)?.NameOf(),
        RolesName => ParseRoles(value) is null ? null : value.Trim(),
        TrustName => value is "yes" or "no" ? value : null,
        _ => value.Trim(),
    };

    /// <summary>What the provider says must come over https; only on this machine it may be without.</summary>
    private static bool IsIssuer(string address) => Uri.TryCreate(address, UriKind.Absolute, out Uri? url) && url is { UserInfo: "", Query: "", Fragment: "" }
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    private static string[] Items(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Role? ParseRole(string text) => Enum.GetValues<Role>().Where(role => role.NameOf() == text).Select(role => (Role?)role).FirstOrDefault();

    private static Dictionary<string, Role>? ParseRoles(string text)
    {
        var roles = new Dictionary<string, Role>(StringComparer.Ordinal);
        foreach (string item in Items(text))
        {
            int equals = item.LastIndexOf('=');
            if (equals < 1 || ParseRole(item[(equals + 1)..].Trim()) is not { } role)
            {
                return null;
            }

            roles[item[..equals].Trim()] = role;
        }

        return roles;
    }
}
