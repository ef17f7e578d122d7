using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Time;
using Strata.Platform.Workspaces;

namespace Strata.Server.Reading;

/// <summary>Instants as requests name them.</summary>
internal static class Instants
{
    /// <summary>The instant named, or now.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: it is no instant.</exception>
    public static AsOf Of(string? at, Workspace workspace) => at is null or "" or "now"
        ? workspace.Now
        : InstantText.Parse(at, workspace.Settings.Zone) is { } instant
            ? new AsOf(instant, workspace.Settings.Zone)
            : throw new UserErrorException("argument", $"'{at}' is not an instant.", fix: "Write 2026-11-22, 2026-11-22T09:30 or 2026-11-22T09:30:00Z.");
}
