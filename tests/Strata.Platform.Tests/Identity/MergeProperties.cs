using Strata.Language.Catalog;
using Strata.Platform.Tests.Differential;
using Strata.Testing;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Merge;

namespace Strata.Platform.Tests.Identity;

public sealed class MergeProperties
{
    [Fact]
    public void Merges_undone_in_reverse_order_leave_everything_as_it_was() => ForSeeds(seed =>
    {
        using var world = new RandomDuplicates(seed);
        EntityMerge.Prepare(world.Connection);
        var states = new Stack<List<string>>();
        for (int turn = 0; turn < 4; turn++)
        {
            List<string> before = world.Dump();
            if (MergeTwo(world))
            {
                states.Push(before);
            }
        }

        while (states.TryPop(out List<string>? before))
        {
            UndoLast(world);
            ShouldBeSame(world.Dump(), before);
        }
    });

    [Fact]
    public void Events_that_came_since_belong_to_whom_they_name() => ForSeeds(seed =>
    {
        using var merged = new RandomDuplicates(seed);
        using var never = new RandomDuplicates(seed);
        EntityMerge.Prepare(merged.Connection);
        int turns = 0;
        for (int turn = 0; turn < 3; turn++)
        {
            turns += MergeTwo(merged) ? 1 : 0;
            MergeDraws(never);
        }

        merged.LoadEvents(12, "since");
        never.LoadEvents(12, "since");
        for (int turn = 0; turn < turns; turn++)
        {
            UndoLast(merged);
        }

        ShouldBeSame(merged.Dump(), never.Dump());
    });

    private static void ForSeeds(Action<int> property)
    {
        for (int run = 0; run < PropertyRuns.Of(8); run++)
        {
            int seed = PropertyRuns.FirstSeed + run;
            try
            {
                property(seed);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Seed {seed}: {fault.Message}", fault);
            }
        }
    }

    private static void ShouldBeSame(List<string> rows, List<string> expected)
    {
        const string Line = "--- and not:";
        string.Join('\n', rows.Except(expected).Append(Line).Concat(expected.Except(rows))).ShouldBe(Line);
        rows.Count.ShouldBe(expected.Count);
    }

    private static bool MergeTwo(RandomDuplicates world)
    {
        (EntityKind kind, int first, int second) = MergeDraws(world);
        List<long> refs = world.Refs(kind);
        if (refs.Count < 2)
        {
            return false;
        }

        long keep = refs[first % refs.Count];
        refs.Remove(keep);
        using DuckDbTransaction transaction = world.Connection.BeginTransaction();
        new EntityMerge(world.Connection, RandomCatalog.Catalog).Merge(kind, keep, refs[second % refs.Count], RandomSource.Center, "test");
        transaction.Commit();
        return true;
    }

    private static (EntityKind Kind, int First, int Second) MergeDraws(RandomDuplicates world) =>
        (world.Random.OneIn(3) ? EntityKind.Contact : EntityKind.Account, world.Random.Below(1000), world.Random.Below(1000));

    private static void UndoLast(RandomDuplicates world)
    {
        MergeRecord last = MergeLedger.All(world.Connection).First(merge => merge.UndoneAt is null);
        MergeLedger.BuiltOn(world.Connection, last.Id).ShouldBeEmpty();
        using DuckDbTransaction transaction = world.Connection.BeginTransaction();
        new EntityMerge(world.Connection, RandomCatalog.Catalog).Undo(last, RandomSource.Center);
        transaction.Commit();
    }
}
