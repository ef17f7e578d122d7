namespace Strata.Platform.Import.Rejects;

/// <summary>Says in words why a row was refused.</summary>
internal static class RejectReason
{
    /// <summary>The field and the sentence for a code <c>field:reason</c>.</summary>
    public static (string Field, string Reason) Of(string code)
    {
        int colon = code.IndexOf(':', StringComparison.Ordinal);
        string field = code[..colon];
        string reason = code[(colon + 1)..] switch
        {
            "number" => "not a number below 9.2e14",
            "money" => "not an amount below 9.2e14",
            "date" => "not a date that can be read",
            "boolean" => "neither true nor false",
            "missing" => field == "key" ? "nothing in the row says which record it is" : "missing",
            "range" => "outside the plausible time: before 1970, or more than a year ahead",
            "unknown" => "no field of that name",
            "json" => "not a JSON object",
            var other => other,
        };
        return (field, reason);
    }
}
