using Strata.Language;
using Strata.Platform.Audiences;

namespace Strata.Platform.Cases;

/// <summary>The engines that case files can be run on, by name.</summary>
public static class CaseEngines
{
    /// <summary>Engines of the language that this version does not have.</summary>
    private static readonly string[] Planned = ["clickhouse"];

    private static readonly ICaseEngine[] Available = [new WarehouseCaseEngine(AudienceEngines.Index), new WarehouseCaseEngine(AudienceEngines.DuckDb), new LiveCaseEngine()];

    /// <summary>The engine of a name, or every one there is for <c>all</c>.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such engine.</exception>
    public static IReadOnlyList<ICaseEngine> Find(string name)
    {
        if (name == "all")
        {
            return Available;
        }

        ICaseEngine? engine = Array.Find(Available, engine => engine.Name == name);
        if (engine is not null)
        {
            return [engine];
        }

        string known = string.Join(", ", Available.Select(available => available.Name).Append("all"));
        throw new UserErrorException(
            "argument",
            Planned.Contains(name, StringComparer.Ordinal) ? $"This version has no engine '{name}'." : $"There is no engine '{name}'.",
            fix: $"Take one of: {known}.");
    }
}
