using Dapper;
using Strata.Platform.Control;

namespace Strata.Platform.Profile;

/// <summary>Keeps the profile that was found last, as the text that it is answered as, so that looking again is somebody's choice.</summary>
/// <param name="control">The control data that it is kept in.</param>
public sealed class LatestProfile(ControlStore control)
{
    /// <summary>What was written last; null where nothing was.</summary>
    public string? Read() => control.Connection.QuerySingleOrDefault<string>("SELECT json FROM latest_profile");

    /// <summary>Puts a text in the place of the one before.</summary>
    public void Write(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        control.Connection.Execute("INSERT INTO latest_profile VALUES (1, @json) ON CONFLICT (id) DO UPDATE SET json = excluded.json", new { json });
    }
}
