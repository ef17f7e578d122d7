using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language.Time;
using Strata.Platform.People;
using Strata.Platform.Time;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata people</c>: who may sign in, for operators: also where no admin can sign in any more.</summary>
internal static class PeopleCommand
{
    private static readonly Argument<string> Email = new("EMAIL") { Description = "The e-mail address that the person signs in with" };

    private static readonly Argument<string> Who = new("PERSON") { Description = "The person's e-mail address, or id as 'strata people list' shows it" };

    private static readonly Argument<Role> GivenRole = new("ROLE") { Description = "What the person may do: viewer, editor, approver or admin", HelpName = "viewer|editor|approver|admin" };

    private static readonly Option<Role> NewRole = new("--role")
    {
        Description = "What the person may do: viewer (see), editor (change definitions and data), approver (and approve), admin (everything)",
        HelpName = "viewer|editor|approver|admin",
        Required = true,
    };

    private static readonly Option<string?> Name = new("--name") { Description = "What the person is called. Default: the part of the address before @", HelpName = "NAME" };

    public static Command Create()
    {
        var list = new Command("list", "List who may sign in") { CommonOptions.Json };
        list.Runs(List);
        var add = new Command("add", "Add a person; the link to set a password is shown this once") { Email, NewRole, Name, CommonOptions.Json };
        add.IsAudited();
        add.Runs(Add);
        var role = new Command("role", "Give a person another role; sessions of the old one end") { Who, GivenRole };
        role.IsAudited();
        role.Runs(context => Change(context, (people, person) => people.SetRole(person.Id, context.Arguments.GetValue(GivenRole)), person => $"{person.Author} is {person.Role.NameOf()} now."));
        var disable = new Command("disable", "Let a person in no more; sessions end") { Who };
        disable.IsAudited();
        disable.Runs(context => Change(context, (people, person) => people.Disable(person.Id), person => $"{person.Author} is disabled."));
        var enable = new Command("enable", "Let a person in again") { Who };
        enable.IsAudited();
        enable.Runs(context => Change(context, (people, person) => people.Enable(person.Id), person => $"{person.Author} is enabled."));
        var reset = new Command("reset", "Take a person's password away, end sessions and any lock, and show a link to set another") { Who, CommonOptions.Json };
        reset.IsAudited();
        reset.Runs(Reset);
        return new Command("people", "Say who may sign in to the web app, and as what") { list, add, role, disable, enable, reset }.WithExamples(
            """
            strata people add ada@example.com --role admin --name 'Ada Lovelace'
            strata people list
            strata people reset ada@example.com
            """);
    }

    private static int List(CliContext context)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        IReadOnlyList<Person> people = workspace.People.All();
        if (context.Json)
        {
            JsonOutput.Write(context.Output, people.Select(person => new
            {
                person.Id,
                person.Name,
                person.Email,
                role = person.Role.NameOf(),
                person.HasPassword,
                person.HasOpenId,
                createdAt = Microseconds.ToText(person.CreatedAt),
                lastSeenAt = TextOf(person.LastSeen),
                disabledAt = TextOf(person.DisabledAt),
                lockedUntil = TextOf(person.LockedUntil),
            }));
            return ExitCode.Done;
        }

        if (people.Count == 0)
        {
            context.Output.WriteLine("There is nobody. 'strata serve' shows how the first admin is made; 'strata people add EMAIL --role admin' makes one too.");
            return ExitCode.Done;
        }

        long now = context.Clock.Microseconds();
        Tables.Write(
            context.Console,
            ["id", "name", "e-mail", "role", "last seen", "state"],
            people.Select(person => new[]
            {
                person.Id, person.Name, person.Email, person.Role.NameOf(), TextOf(person.LastSeen) ?? "never",
                person switch
                {
                    { DisabledAt: { } at } => $"disabled {Microseconds.ToText(at)}",
                    { LockedUntil: { } until } when until > now => $"locked until {Microseconds.ToText(until)}",
                    { HasPassword: false, HasOpenId: false } => "invited",
                    _ => "may sign in",
                },
            }));
        return ExitCode.Done;
    }

    private static int Add(CliContext context)
    {
        string email = context.Arguments.GetRequiredValue(Email);
        using Workspace workspace = context.OpenOrCreateWorkspace();
        Invitation invitation = workspace.People.Add(email, context.Arguments.GetValue(Name) ?? email.Split('@')[0], context.Arguments.GetValue(NewRole));
        Note(invitation.Person, $"{invitation.Person.Author} as {invitation.Person.Role.NameOf()}");
        return Show(context, workspace, invitation);
    }

    private static int Reset(CliContext context)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        Invitation invitation = workspace.People.Reset(context.Arguments.GetRequiredValue(Who));
        Note(invitation.Person, invitation.Person.Author);
        return Show(context, workspace, invitation);
    }

    private static int Change(CliContext context, Func<PeopleRegistry, Person, Person> change, Func<Person, string> say)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        PeopleRegistry people = workspace.People;
        Person changed = change(people, people.Find(context.Arguments.GetRequiredValue(Who)));
        Note(changed, say(changed));
        context.Output.WriteLine(say(changed));
        return ExitCode.Done;
    }

    private static int Show(CliContext context, Workspace workspace, Invitation invitation)
    {
        string link = workspace.Settings.Get(WorkspaceSettings.PublicUrl) + PeopleRegistry.LinkPath(invitation.Token);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { invitation.Person.Id, invitation.Person.Email, link, expiresAt = Microseconds.ToText(invitation.ExpiresAt) });
            return ExitCode.Done;
        }

        context.Output.WriteLine(link);
        context.Error.WriteLine(
            $"By this link {invitation.Person.Name} sets a password, once, until {Microseconds.ToText(invitation.ExpiresAt)}."
            + (link[0] == '/' ? $" The server's address stands before it; 'strata settings set {WorkspaceSettings.PublicUrl} https://…' says it." : ""));
        return ExitCode.Done;
    }

    private static void Note(Person person, string detail) => CommandAudit.IsAbout($"person {person.Id}", detail);

    private static string? TextOf(long? instant) => instant is { } at ? Microseconds.ToText(at) : null;
}
