using Strata.Platform.Keys;

namespace Strata.Platform.People;

/// <summary>What a person may do. Each may do what those before it may.</summary>
public enum Role
{
    /// <summary>See everything; change nothing.</summary>
    Viewer,

    /// <summary>Change definitions and data.</summary>
    Editor,

    /// <summary>Approve what others propose, too.</summary>
    Approver,

    /// <summary>Everything: people, keys and settings too.</summary>
    Admin,
}

/// <summary>What roles stand for.</summary>
public static class Roles
{
    /// <summary>The scope of a key that may do what the role may. Who may approve is asked of the role itself.</summary>
    public static KeyScope ScopeOf(this Role role) => role switch
    {
        Role.Viewer => KeyScope.Read,
        Role.Editor or Role.Approver => KeyScope.Write,
        Role.Admin => KeyScope.Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Unknown role."),
    };

    /// <summary>The name of a role, as people write it.</summary>
    public static string NameOf(this Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Editor => "editor",
        Role.Approver => "approver",
        Role.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Unknown role."),
    };
}
