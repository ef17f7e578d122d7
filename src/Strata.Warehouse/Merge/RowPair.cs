using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Warehouse.Merge;

/// <summary>Makes two rows of one type one, and two again.</summary>
internal static class RowPair
{
    /// <summary>Merges the second row into the first; both are remembered as they were.</summary>
    /// <returns>The images before, and the fields whose present value is now the second's.</returns>
    public static (RowImage Keep, RowImage Other, RowImage Merged, IReadOnlyList<string> Taken) Join(
        MergeContext context, RowType type, long keepRef, long otherRef)
    {
        var images = new RowImages(context.Load, type);
        RowImage keep = images.Read(keepRef);
        RowImage other = images.Read(otherRef);
        var taken = new SortedSet<string>(StringComparer.Ordinal);

        // Rows of a collection are joined because their accounts are: the link to the account is not theirs to decide.
        RowImage speaking = type.Kind == RowKind.Collection
            ? other with { Fields = other.Fields.Where(field => field.Key is not TableNames.AccountRef).ToDictionary(StringComparer.Ordinal) }
            : other;
        RowImage merged = context.Survivorship.Merge(keep, speaking, taken);
        context.Keep(type, keep, "keep", keepRef);
        context.Keep(type, other, "other", keepRef);
        context.Keep(type, merged, "merged", keepRef);
        images.Write(merged);
        images.Delete(otherRef);
        return (keep, other, merged, [.. taken]);
    }

    /// <summary>Puts both rows back as they were, with what was said of them since.</summary>
    public static void Part(MergeContext context, RowType type, RowImage keep, RowImage other, RowImage merged)
    {
        var images = new RowImages(context.Load, type);
        if (!IsThere(context, type, keep.Ref))
        {
            images.Write(keep);
            images.Write(other);
            return;
        }

        RowImage now = images.Read(keep.Ref);
        ILookup<string, Observation> named = type.Kind == RowKind.Collection ? NothingSaid : SaidOfOther(context);
        var since = new Dictionary<string, IReadOnlyList<Observation>>(StringComparer.Ordinal);
        foreach (string field in now.Fields.Keys)
        {
            List<Observation> added = [.. now.Said(field).Except(merged.Said(field)).Except(named[field])];
            if (added.Count > 0)
            {
                since.Add(field, added);
            }
        }

        bool verified = now.VerifiedAt != merged.VerifiedAt && !named.SelectMany(said => said).Any(said => said.At == now.VerifiedAt);
        images.Write(context.Survivorship.Add(keep, since) with { VerifiedAt = verified ? now.VerifiedAt : keep.VerifiedAt });
        IEnumerable<long> confirmations = named.SelectMany(said => said).Where(said => string.Equals(said.Source, other.Source, StringComparison.Ordinal)).Select(said => said.At);
        images.Write(context.Survivorship.Add(
            other, named.Select(said => KeyValuePair.Create(said.Key, (IReadOnlyList<Observation>)[.. said])))
            with
        { VerifiedAt = confirmations.Append(other.VerifiedAt).Max() });
    }

    private static ILookup<string, Observation> NothingSaid { get; } = Array.Empty<Observation>().ToLookup(_ => "", StringComparer.Ordinal);

    /// <summary>What files said since about the one that was merged away, by field.</summary>
    private static ILookup<string, Observation> SaidOfOther(MergeContext context) => context.Connection.Query(
        "SELECT DISTINCT field, observed_at, value, folded, source FROM strata_merge_said WHERE merge_id = $1 ORDER BY field, observed_at, value",
        [context.Id],
        row => (Field: row.GetRequiredText(0), Said: new Observation(row.GetInt64(1), row.GetText(2), row.GetText(3), row.GetRequiredText(4))))
        .ToLookup(row => row.Field, row => row.Said, StringComparer.Ordinal);

    private static bool IsThere(MergeContext context, RowType type, long reference) =>
        context.Load.Any($"{SqlIdentifier.Quote(TableNames.Table(type))} WHERE ref = $1", reference);
}
