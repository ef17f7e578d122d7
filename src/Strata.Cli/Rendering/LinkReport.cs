using Strata.Cli.Hosting;
using Strata.Language.Time;
using Strata.Platform.Identity;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Links;

namespace Strata.Cli.Rendering;

/// <summary>Links of ids of the tracking API, for people and for programs.</summary>
internal static class LinkReport
{
    /// <summary>The name of a rule.</summary>
    public static string Rule(AttributionRule rule) => rule switch
    {
        AttributionRule.Group => "group",
        AttributionRule.Contact => "contact",
        AttributionRule.Anonymous => "anonymous",
        AttributionRule.EmailDomain => "email_domain",
        AttributionRule.Ip => "ip",
        _ => "none",
    };

    /// <summary>Writes a table of links.</summary>
    public static void Write(CliContext context, Workspace workspace, IReadOnlyList<LinkRecord> links) => Tables.Write(
        context.Console,
        ["link#", "of", "id", "contact", "account", "when", "message", "state"],
        links.Select(link => new[]
        {
            Phrases.Number(link.Id), Kind(link), link.Key, Id(workspace, "contact", link.Contact) ?? "", Id(workspace, "account", link.Account) ?? "",
            Microseconds.ToText(link.LinkedAt), link.Cause, link.UndoneAt is { } undone ? $"undone {Microseconds.ToText(undone)}" : "holds",
        }));

    /// <summary>What <c>--json</c> prints of a link.</summary>
    public static object ToJson(Workspace workspace, LinkRecord link) => new
    {
        link.Id,
        Of = Kind(link),
        link.Key,
        Contact = Id(workspace, "contact", link.Contact),
        Account = Id(workspace, "account", link.Account),
        LinkedAt = Microseconds.ToText(link.LinkedAt),
        Message = link.Cause,
        UndoneAt = link.UndoneAt is { } undone ? Microseconds.ToText(undone) : null,
    };

    private static string Kind(LinkRecord link) => link.Kind switch { LinkKind.Anonymous => "visitor", LinkKind.User => "user", _ => "group" };

    private static string? Id(Workspace workspace, string table, long? reference) => reference is { } known
        ? workspace.Connection.QueryScalar<string>($"SELECT id FROM {table} WHERE ref = $1", known)
        : null;
}
