using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Warehouse.Merge;

namespace Strata.Cli.Rendering;

/// <summary>What a merge did.</summary>
internal static class MergeReport
{
    /// <summary>For a person.</summary>
    public static void Write(TextWriter output, MergeOutcome outcome, bool dryRun)
    {
        MergeRecord merge = outcome.Merge;
        string called = merge.OtherName is null || merge.OtherName == merge.OtherId ? "" : $" ({merge.OtherName})";
        output.WriteLine(dryRun
            ? $"{merge.OtherId}{called} would become part of {merge.KeepId}. Nothing was done yet:"
            : $"{merge.OtherId}{called} is now part of {merge.KeepId}.");
        output.WriteLine(outcome.FieldsTaken.Count == 0
            ? $"  fields   all as {merge.KeepId} had them"
            : $"  fields   taken from {merge.OtherId}: {string.Join(", ", outcome.FieldsTaken)}");
        if (outcome.Moved.Count > 0)
        {
            output.WriteLine($"  moved    {string.Join(", ", outcome.Moved.Select(table => $"{Phrases.Number(table.Value)} {NameOf(table.Key)}"))}");
        }

        if (outcome.Combined > 0)
        {
            output.WriteLine($"  same     {Phrases.Count(outcome.Combined, "row")} that both had became one each");
        }

        if (outcome.Attached > 0)
        {
            output.WriteLine($"  found    {Phrases.Count(outcome.Attached, "row")} that could have meant either");
        }

        output.WriteLine(dryRun
            ? $"  later    whatever names {merge.OtherId} would be {merge.KeepId}"
            : $"  later    whatever names {merge.OtherId} is {merge.KeepId}; take it back with: strata unmerge {merge.Id}");
    }

    /// <summary>For programs.</summary>
    public static object ToJson(MergeOutcome outcome, bool dryRun) => new
    {
        merge = dryRun ? null : (long?)outcome.Merge.Id,
        dryRun,
        of = Noun(outcome.Merge.Of) + "s",
        keep = outcome.Merge.KeepId,
        other = outcome.Merge.OtherId,
        outcome.FieldsTaken,
        moved = outcome.Moved.ToDictionary(table => NameOf(table.Key), table => table.Value, StringComparer.Ordinal),
        outcome.Combined,
        outcome.Attached,
    };

    /// <summary>One merge of the list, for programs.</summary>
    public static object ToJson(MergeRecord merge) => new
    {
        merge = merge.Id,
        of = Noun(merge.Of) + "s",
        keep = merge.KeepId,
        other = merge.OtherId,
        merge.OtherName,
        mergedAt = Microseconds.ToText(merge.MergedAt),
        merge.Author,
        undoneAt = merge.UndoneAt is { } undone ? Microseconds.ToText(undone) : null,
    };

    /// <summary><c>account</c> or <c>contact</c>.</summary>
    public static string Noun(EntityKind of) => of == EntityKind.Account ? "account" : "contact";

    private static string NameOf(string table) => table switch
    {
        "contact" => "contacts",
        _ => table.StartsWith("event_", StringComparison.Ordinal) ? table["event_".Length..] : table,
    };
}
