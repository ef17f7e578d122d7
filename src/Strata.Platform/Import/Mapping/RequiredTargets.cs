using Strata.Language;

namespace Strata.Platform.Import.Mapping;

/// <summary>What a file of a kind has to bring so that its rows can be told apart.</summary>
internal static class RequiredTargets
{
    /// <summary>What is missing, as a phrase, or null.</summary>
    public static string? Missing(ImportMap map)
    {
        bool Has(string target) => map.Find(target) is not null;
        return map.Kind switch
        {
            "accounts" => Has("id") || Has("domain") || Has("name") ? null : "an id, a domain or a name",
            "contacts" => Has("id") || Has("email") ? null : "an id or an e-mail address",
            "events" => !Has("ts") ? "the instant of the event" : Has("type") || map.EventType is not null ? null : "the type of the event",
            "opportunity_stages" => Has("key") && Has("value") && Has("ts") ? null : "the opportunity, its stage and the instant of the change",
            "field_history" => Has("key") && Has("field") && Has("value") && Has("ts") ? null : "the record, the field, the value and the instant",
            "opportunities" => Has("id") || (Has("account") && Has("name")) ? null : "an id, or an account and a name",
            _ => Has("account") ? null : "the account",
        };
    }

    /// <summary>Refuses a map that lacks something.</summary>
    /// <exception cref="UserErrorException">Code <c>import</c>.</exception>
    public static void Check(ImportMap map, string file)
    {
        if (Missing(map) is { } missing)
        {
            throw new UserErrorException(
                "import",
                $"{file} as {map.Kind}: no column gives {missing}. Its columns are {string.Join(", ", map.Columns.Select(column => column.Column).Take(12))}.",
                fix: "Say what the file is with --as, or which column is which with --map.");
        }
    }
}
