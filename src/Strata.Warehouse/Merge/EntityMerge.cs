using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Merge;

/// <summary>
/// Makes two accounts, or two contacts, one, and undoes it. Works within the caller's transaction, begun after <see cref="Prepare"/>.
/// Used by one thread at a time.
/// </summary>
/// <remarks>
/// The two were one all along, so the past changes too: rows belong to the kept one at every instant, and its history tells what both
/// sources said when they said it. Fields survive one by one (<see cref="Survivorship"/>).
/// </remarks>
public sealed class EntityMerge(DuckDbConnection connection, DataCatalog catalog, CancellationToken cancellation = default)
{
    /// <summary>Makes the functions known that matching needs; outside of a transaction, which would take them back with it.</summary>
    public static void Prepare(DuckDbConnection connection) => LoadFunctions.Register(connection);

    /// <summary>Merges one entity into another.</summary>
    /// <param name="of">What both are.</param>
    /// <param name="keepRef">The number of the one that stays.</param>
    /// <param name="otherRef">The number of the one that goes; not the same.</param>
    /// <param name="at">The present instant, in UTC microseconds.</param>
    /// <param name="author">Who merges.</param>
    public MergeOutcome Merge(EntityKind of, long keepRef, long otherRef, long at, string author)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(otherRef, keepRef);
        var context = new MergeContext(connection, catalog, MergeLedger.NextId(connection), of, cancellation);
        context.Name(context.Images.Read(keepRef), context.Images.Read(otherRef));
        MergeOutcome outcome = of == EntityKind.Account
            ? MergeAccounts(context, keepRef, otherRef, at, author)
            : MergeContacts(context, keepRef, otherRef, at, author);
        context.Load.Changes.Record(connection, catalog);
        return outcome;
    }

    /// <summary>Undoes a merge that holds and that no later merge builds on (<see cref="MergeLedger.BuiltOn"/>).</summary>
    /// <param name="merge">The merge.</param>
    /// <param name="at">The present instant, in UTC microseconds.</param>
    public void Undo(MergeRecord merge, long at)
    {
        ArgumentNullException.ThrowIfNull(merge);
        var context = new MergeContext(connection, catalog, merge.Id, merge.Of, cancellation);
        (RowImage keep, RowImage other, RowImage merged) = context.Kept(context.Type).Single();
        context.Name(keep, other);
        RowPair.Part(context, context.Type, keep, other, merged);
        connection.Execute("DELETE FROM strata_alias WHERE merge_id = $1", merge.Id);
        if (merge.Of == EntityKind.Account)
        {
            foreach (RowType collection in catalog.Collections.Values)
            {
                new CollectionKeys(context, collection).Part();
            }

            var rows = new AccountRows(context, merge.KeepRef, merge.OtherRef);
            rows.Restore();
            rows.ReattachSince(merge.KeepId, merge.OtherId);
        }
        else
        {
            var events = new ContactEvents(context, merge.KeepRef, merge.OtherRef);
            events.Restore();
            events.ReattachSince(AccountOf(merged), AccountOf(keep));
        }

        MergeLedger.Close(connection, merge.Id, at);
        context.Load.Changes.Record(connection, catalog);
    }

    private static MergeOutcome MergeAccounts(MergeContext context, long keepRef, long otherRef, long at, string author)
    {
        var rows = new AccountRows(context, keepRef, otherRef);
        rows.NoteStays();
        (RowImage keep, RowImage other, _, IReadOnlyList<string> taken) = RowPair.Join(context, context.Type, keepRef, otherRef);
        SortedDictionary<string, long> moved = rows.Move(keep.Key, other.Key);
        MergeRecord merge = Record(context, keep, other, "name", at, author);
        MergeLedger.Add(context.Connection, merge, [keepRef, otherRef], []);
        AddAliases(context, keep, other);
        return new MergeOutcome(merge, taken, moved, rows.Combined, rows.Attach());
    }

    private static MergeOutcome MergeContacts(MergeContext context, long keepRef, long otherRef, long at, string author)
    {
        var events = new ContactEvents(context, keepRef, otherRef);
        events.NoteStays();
        (RowImage keep, RowImage other, RowImage merged, IReadOnlyList<string> taken) = RowPair.Join(context, context.Type, keepRef, otherRef);
        SortedDictionary<string, long> moved = events.Move();
        MergeRecord merge = Record(context, keep, other, "email", at, author);
        MergeLedger.Add(context.Connection, merge, [.. AccountsOf(keep).Concat(AccountsOf(other)).Distinct()], [keepRef, otherRef]);
        AddAliases(context, keep, other);
        return new MergeOutcome(merge, [.. taken.Where(field => field is not TableNames.AccountRef)], moved, 0, events.Attach(AccountOf(merged)));
    }

    private static MergeRecord Record(MergeContext context, RowImage keep, RowImage other, string name, long at, string author) => new(
        context.Id, context.Of, keep.Ref, keep.Key, other.Ref, other.Key, other.Fields.GetValueOrDefault(name)?.Value, at, author, null);

    private static long? AccountOf(RowImage contact) =>
        contact.Fields.GetValueOrDefault(TableNames.AccountRef)?.Value is { } text ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>The accounts that a contact has or had.</summary>
    private static IEnumerable<long> AccountsOf(RowImage contact) => contact.Said(TableNames.AccountRef)
        .Select(said => said.Value)
        .OfType<string>()
        .Select(text => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Both were known by these names; those of merges before it lead on to the one that stays.</summary>
    private static void AddAliases(MergeContext context, RowImage keep, RowImage other)
    {
        string of = MergeLedger.KindName(context.Of);
        context.Execute(
            "INSERT INTO strata_alias SELECT DISTINCT of, kind, value, $1, $2 FROM strata_alias WHERE of = $3 AND ref = $4", keep.Ref, context.Id, of, other.Ref);
        Add("id", other.Key);
        foreach (string field in MergeContext.NameFields(context.Of))
        {
            foreach (string? name in new[] { keep.Fields.GetValueOrDefault(field)?.Folded, other.Fields.GetValueOrDefault(field)?.Folded }.Distinct(StringComparer.Ordinal))
            {
                if (name is not null)
                {
                    Add(field, name);
                }
            }
        }

        void Add(string kind, string name) => context.Execute("INSERT INTO strata_alias VALUES ($1, $2, $3, $4, $5)", of, kind, name, keep.Ref, context.Id);
    }
}
