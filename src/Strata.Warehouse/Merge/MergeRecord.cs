using Strata.Language.Catalog;

namespace Strata.Warehouse.Merge;

/// <summary>A merge as it was done: two accounts, or two contacts, that are one.</summary>
/// <param name="Id">Its number, from 1 in the order done.</param>
/// <param name="Of">What was merged.</param>
/// <param name="KeepRef">The number of the one that stays.</param>
/// <param name="KeepId">Its id.</param>
/// <param name="OtherRef">The number of the one that was merged into it.</param>
/// <param name="OtherId">Its id, which from then on names the other.</param>
/// <param name="OtherName">What a person calls it; null where it has neither name nor e-mail.</param>
/// <param name="MergedAt">When, in UTC microseconds.</param>
/// <param name="Author">Who merged.</param>
/// <param name="UndoneAt">When it was undone, in UTC microseconds; null while it holds.</param>
public sealed record MergeRecord(
    long Id,
    EntityKind Of,
    long KeepRef,
    string KeepId,
    long OtherRef,
    string OtherId,
    string? OtherName,
    long MergedAt,
    string Author,
    long? UndoneAt);

/// <summary>What a merge did.</summary>
/// <param name="Merge">The merge.</param>
/// <param name="FieldsTaken">The fields whose present value is now that of the other, in the order of their names.</param>
/// <param name="Moved">How many rows moved, by table; tables of which none did are left out.</param>
/// <param name="Combined">Of those, how many rows of collections became one with a row that the kept account had.</param>
/// <param name="Attached">Rows that named both, and so had nobody, and now have their account or contact.</param>
public sealed record MergeOutcome(
    MergeRecord Merge, IReadOnlyList<string> FieldsTaken, IReadOnlyDictionary<string, long> Moved, long Combined, long Attached);
