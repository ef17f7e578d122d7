using System.Globalization;
using System.Text;

namespace Strata.Platform.Segments.Explain;

/// <summary>An explanation as plain text for a terminal.</summary>
public static class ExplanationText
{
    private const string Yes = "✓";
    private const string No = "✗";

    /// <summary>The text, lines ended by <c>\n</c>.</summary>
    public static string Render(Explanation explanation)
    {
        var text = new StringBuilder();
        string who = explanation.Name is null ? explanation.Id : $"{explanation.Name} ({explanation.Id})";
        string what = explanation.Segment is null ? "the expression" : $"segment \"{explanation.Segment}\"";
        string verdict = explanation.IsMember ? "is in" : "is not in";
        Line(text, 0, $"{(explanation.IsMember ? Yes : No)} {explanation.Of} {who} {verdict} {what} as of {explanation.AsOf}{(explanation.IsNearMiss ? ", one change away" : "")}");
        Period(text, 1, explanation.Holds);
        text.Append('\n');
        if (explanation.OnIncludeList)
        {
            Line(text, 0, $"{Yes} on the include list: added by hand, whatever the condition says");
        }

        Write(text, 0, explanation.Where);
        if (explanation.Exclude is { } exclude)
        {
            text.Append('\n');
            Line(text, 0, exclude.IsTrue ? "suppressed by exclude:" : "not suppressed by exclude:");
            Write(text, 1, exclude);
        }

        WriteChanges(text, explanation);
        return text.ToString();
    }

    private static void WriteChanges(StringBuilder text, Explanation explanation)
    {
        text.Append('\n');
        string goal = explanation.IsMember ? "to leave" : "to get in";
        if (explanation.Changes.Count == 0)
        {
            Line(text, 0, $"nothing that happens to it can change this ({goal}, its definition would have to change)");
            return;
        }

        Line(text, 0, $"{goal}, the least that would have to happen ({explanation.Changes.Count.ToString(CultureInfo.InvariantCulture)}):");
        foreach (NeededChange change in explanation.Changes)
        {
            Line(text, 1, $"- {change.Change}");
        }
    }

    private static void Write(StringBuilder text, int level, Clause clause)
    {
        string mark = clause.IsTrue ? Yes : No;
        string title = clause.Kind switch
        {
            "and" => "all of",
            "or" => "any of",
            "not" => "not",
            _ => clause.Text,
        };
        Line(text, level, $"{mark} {title}");
        if (clause.Kind == "predicate")
        {
            WriteFacts(text, level + 1, clause);
            Period(text, level + 1, clause.Holds);
        }

        foreach (Clause part in clause.Parts)
        {
            Write(text, level + 1, part);
        }
    }

    private static void WriteFacts(StringBuilder text, int level, Clause clause)
    {
        string facts = string.Join("; ", new[] { clause.Actual, clause.Missing }.Where(fact => !string.IsNullOrEmpty(fact)));
        if (facts.Length > 0)
        {
            Line(text, level, facts);
        }

        foreach (EvidenceRow row in clause.Evidence?.Rows ?? [])
        {
            string values = string.Join(", ", row.Values.Select(pair => $"{pair.Key} {pair.Value}"));
            Line(text, level, $"· {row.Name ?? row.At}{(values.Length > 0 ? $": {values}" : "")}");
        }

        if (clause.Evidence is { } evidence && evidence.Count > evidence.Rows.Count)
        {
            Line(text, level, $"· … and {(evidence.Count - evidence.Rows.Count).ToString("#,##0", CultureInfo.InvariantCulture)} more");
        }
    }

    private static void Period(StringBuilder text, int level, Holding holds)
    {
        if (holds.Since is not null)
        {
            Line(text, level, $"since {holds.Since}{Why(holds.SinceWhy)}");
        }

        if (holds.Until is not null)
        {
            Line(text, level, $"until {holds.Until}{Why(holds.UntilWhy)}");
        }

        if (holds.DependsOnOthers)
        {
            Line(text, level, "depends on the rank among others: known for this instant only");
        }
    }

    private static string Why(string? why) => why is null ? "" : $": {why}";

    private static void Line(StringBuilder text, int level, string line) =>
        text.Append(' ', level * 4).Append(line.ReplaceLineEndings(" ")).Append('\n');
}
