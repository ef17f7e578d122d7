using Microsoft.AspNetCore.Http;
using Strata.Platform.Keys;
using Strata.Platform.People;

namespace Strata.Server.Security;

/// <summary>Who calls.</summary>
/// <param name="Name">
/// As whose work it is stored and shown: of a person <c>Name &lt;e-mail&gt;</c>, as git writes authors; of a key its name and its id.
/// </param>
/// <param name="Scope">What the caller may do.</param>
/// <param name="Role">The person's role; null for a key.</param>
/// <param name="PersonId">The person's id; null for a key.</param>
/// <param name="KeyId">The key's id; null for a person.</param>
internal sealed record Actor(string Name, KeyScope Scope, Role? Role, string? PersonId, string? KeyId)
{
    /// <summary>Whether the caller may approve what others propose: people who are approvers or admins, and keys that may do everything.</summary>
    public bool MayApprove => Role is { } role ? role >= Platform.People.Role.Approver : Scope == KeyScope.Admin;

    /// <summary>A key as the caller.</summary>
    public static Actor Of(ApiKey key) => new(key.Name.Length == 0 ? $"key {key.Id}" : $"{key.Name} (key {key.Id})", key.Scope, null, null, key.Id);

    /// <summary>A person as the caller.</summary>
    public static Actor Of(Person person) => new(person.Author, person.Role.ScopeOf(), person.Role, person.Id, null);
}

/// <summary>Who calls, for endpoints.</summary>
internal static class Actors
{
    private static readonly object Item = new();

    /// <summary>Who calls: known once the request was let through.</summary>
    /// <exception cref="InvalidOperationException">The endpoint asks nobody who they are.</exception>
    public static Actor Actor(this HttpContext context) =>
        context.FindActor() ?? throw new InvalidOperationException("The endpoint asks for no key, so that nobody knows who calls.");

    /// <summary>Who calls; null where that is not known.</summary>
    public static Actor? FindActor(this HttpContext context) => (Actor?)context.Items[Item];

    /// <summary>Says who calls.</summary>
    public static void SetActor(this HttpContext context, Actor actor) => context.Items[Item] = actor;
}
