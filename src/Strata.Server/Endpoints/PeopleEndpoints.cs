using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Keys;
using Strata.Platform.People;
using Strata.Platform.Time;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>The people who may sign in: admins add them, give them roles and take them away.</summary>
internal static class PeopleEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/people").RequireKey(KeyScope.Admin).WithTags("people");
        group.MapGet("", List).WithName("listPeople").WithSummary("Everybody who may sign in, by name");
        group.MapPost("", Add).WithName("addPerson").WithSummary("Adds a person; the link to set a password is in this answer only")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPatch("{person}", Change).WithName("changePerson").WithSummary("Gives a person another name or role, disables the account or enables it again")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("{person}/reset", Reset).WithName("resetPassword").WithSummary("Takes a person's password away and gives a link to set another; sessions end")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("{person}/sessions", SignOut).WithName("signOutPerson").WithSummary("Ends every session of a person").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<PersonList> List(WorkspaceHost host)
    {
        using LentSession lent = host.Lend();
        return TypedResults.Ok(new PersonList([.. lent.Workspace.People.All().Select(person => PersonItem.Of(person, host.Clock.Microseconds()))]));
    }

    private static Created<PersonLink> Add(HttpContext context, WorkspaceHost host, SignInService signIn, PersonRequest request)
    {
        using LentSession lent = host.Lend();
        Invitation invitation = lent.Workspace.People.Add(
            request.Email ?? "", request.Name ?? "", request.Role ?? throw new UserErrorException("argument", "'role' is missing.", fix: "Send viewer, editor, approver or admin."));
        context.NoteForAudit($"person {invitation.Person.Id}", $"{invitation.Person.Author} as {invitation.Person.Role.NameOf()}");
        return TypedResults.Created($"/v1/people/{invitation.Person.Id}", LinkOf(context, lent.Workspace, signIn, invitation));
    }

    private static Ok<PersonItem> Change(HttpContext context, WorkspaceHost host, string person, PersonChange request)
    {
        using LentSession lent = host.Lend();
        PeopleRegistry people = lent.Workspace.People;
        Person before = Find(people, person);
        Person after = before;
        if (request.Role is { } role)
        {
            after = people.SetRole(before.Id, role);
        }

        if (request.Disabled is { } disabled)
        {
            after = disabled ? people.Disable(before.Id) : people.Enable(before.Id);
        }

        if (request.Name is { } name)
        {
            after = people.SetName(before.Id, name);
        }

        context.NoteForAudit(detail: DetailOf(before, after));
        return TypedResults.Ok(PersonItem.Of(after, host.Clock.Microseconds()));
    }

    private static Ok<PersonLink> Reset(HttpContext context, WorkspaceHost host, SignInService signIn, string person)
    {
        using LentSession lent = host.Lend();
        Invitation invitation = lent.Workspace.People.Reset(Find(lent.Workspace.People, person).Id);
        context.NoteForAudit(detail: invitation.Person.Author);
        return TypedResults.Ok(LinkOf(context, lent.Workspace, signIn, invitation));
    }

    private static NoContent SignOut(WorkspaceHost host, string person)
    {
        using LentSession lent = host.Lend();
        lent.Workspace.People.SignOut(Find(lent.Workspace.People, person).Id);
        return TypedResults.NoContent();
    }

    private static Person Find(PeopleRegistry people, string id) => people.TryFind(id) ?? throw new NotFoundException($"There is no person '{id}'.", "GET /v1/people lists them.");

    private static PersonLink LinkOf(HttpContext context, Workspace workspace, SignInService signIn, Invitation invitation) => new(
        PersonItem.Of(invitation.Person, invitation.ExpiresAt),
        signIn.AddressOf(context, workspace.Settings) + PeopleRegistry.LinkPath(invitation.Token),
        Microseconds.ToText(invitation.ExpiresAt));

    private static string DetailOf(Person before, Person after)
    {
        List<string> changes = [before.Author];
        if (before.Role != after.Role)
        {
            changes.Add($"role {before.Role.NameOf()} → {after.Role.NameOf()}");
        }

        if ((before.DisabledAt is null) != (after.DisabledAt is null))
        {
            changes.Add(after.DisabledAt is null ? "enabled" : "disabled");
        }

        if (!string.Equals(before.Name, after.Name, StringComparison.Ordinal))
        {
            changes.Add($"name → {after.Name}");
        }

        return string.Join("; ", changes);
    }

    /// <summary>A person to add.</summary>
    internal sealed record PersonRequest(string? Email, string? Name, Role? Role);

    /// <summary>What changes of a person; what is missing stays.</summary>
    internal sealed record PersonChange(string? Name, Role? Role, bool? Disabled);

    /// <summary>Everybody.</summary>
    internal sealed record PersonList(IReadOnlyList<PersonItem> People);

    /// <summary>A person and the link to set a password.</summary>
    /// <param name="Person">The person.</param>
    /// <param name="Link">The address to send to that person; it is shown this once, and works once.</param>
    /// <param name="ExpiresAt">Until when it works.</param>
    internal sealed record PersonLink(PersonItem Person, string Link, string ExpiresAt);

    /// <summary>Somebody who may sign in.</summary>
    /// <param name="Id">The id.</param>
    /// <param name="Name">What the person is called.</param>
    /// <param name="Email">The e-mail address.</param>
    /// <param name="Role">What the person may do.</param>
    /// <param name="HasPassword">Whether a password was set.</param>
    /// <param name="HasOpenId">Whether the person signed in through OpenID Connect at least once.</param>
    /// <param name="CreatedAt">When the account was made.</param>
    /// <param name="LastSeenAt">When the person last did anything, to the minute.</param>
    /// <param name="DisabledAt">When the account was disabled.</param>
    /// <param name="LockedUntil">Until when passwords are refused because too many were wrong; missing where they are not.</param>
    internal sealed record PersonItem(
        string Id, string Name, string Email, Role Role, bool HasPassword, bool HasOpenId, string CreatedAt, string? LastSeenAt, string? DisabledAt, string? LockedUntil)
    {
        public static PersonItem Of(Person person, long now) => new(
            person.Id,
            person.Name,
            person.Email,
            person.Role,
            person.HasPassword,
            person.HasOpenId,
            Microseconds.ToText(person.CreatedAt),
            person.LastSeen is { } seen ? Microseconds.ToText(seen) : null,
            person.DisabledAt is { } disabled ? Microseconds.ToText(disabled) : null,
            person.LockedUntil is { } locked && locked > now ? Microseconds.ToText(locked) : null);
    }
}
