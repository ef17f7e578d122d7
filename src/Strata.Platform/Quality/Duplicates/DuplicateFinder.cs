using Strata.Language.Catalog;
using Strata.Platform.Quality.Duplicates.Blocking;
using Strata.Platform.Quality.Duplicates.Comparing;
using Strata.Platform.Quality.Duplicates.Records;
using Strata.Platform.Quality.Duplicates.Weighing;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Quality.Duplicates;

/// <summary>
/// Finds accounts, or contacts, that may be one, by probabilistic record linkage: those that share a key are compared field by field, each outcome
/// weighs in bits how much likelier it is of two that are one (Fellegi and Sunter), weights are learned from the data without labels (as Splink
/// does) and rare values weigh more. Pairs that a person called different are left out.
/// </summary>
/// <param name="workspace">The workspace.</param>
public sealed class DuplicateFinder(Workspace workspace)
{
    /// <summary>The score from which a pair is worth a look.</summary>
    public const double StandardScore = 0.7;

    /// <summary>The score from which two are surely one.</summary>
    public const double SureScore = 0.99;

    /// <summary>The odds of experience, in bits, below which a pair is not kept: learning moves them less than that.</summary>
    private const double LeastKept = -7;

    /// <summary>Finds the likeliest pairs.</summary>
    /// <param name="of">Accounts or contacts.</param>
    /// <param name="leastScore">Pairs of a lower score are left out; from 0 to 1.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="progress">Told how much is done, from 0 to 1; null for nobody.</param>
    public DuplicateList Find(EntityKind of, double leastScore, int limit, CancellationToken cancellation, IProgress<double>? progress = null)
    {
        using DuckDbConnection connection = workspace.Warehouse.Connect();
        var reader = new RecordReader(workspace.Catalog, of);
        LinkageRecord[] records = reader.Read(connection, cancellation);
        progress?.Report(0.15);
        RecordComparer comparer = of == EntityKind.Account ? new CompanyComparer(reader.Pools) : new PersonComparer(reader.Pools);
        var keys = new BlockKeys(reader.Pools);
        Blocks blocks = Blocks.Build(records.Length, (record, its) => keys.Add(records[record], its), cancellation);
        progress?.Report(0.3);
        var model = new LinkageModel(comparer, records.Length);
        ModelLearning.LearnChances(model, comparer, records);
        (PairSet pairs, long compared) = Compare(records, comparer, blocks, model, share => progress?.Report(0.3 + (0.5 * share)), cancellation);
        ModelLearning.LearnMatches(model, comparer, pairs, records.Length, cancellation);
        progress?.Report(0.9);
        var found = new FoundPairs(records, comparer, model, pairs, Different(connection, of));
        return found.List(of, connection, leastScore, limit, compared, blocks.Skipped);
    }

    /// <summary>Compares the pairs of all blocks, each pair once.</summary>
    private static (PairSet Pairs, long Compared) Compare(
        LinkageRecord[] records, RecordComparer comparer, Blocks blocks, LinkageModel model, Action<double> progress, CancellationToken cancellation)
    {
        const int Slice = 20_000;
        int width = comparer.Comparisons.Count, slices = (blocks.Count + Slice - 1) / Slice, done = 0;
        long compared = 0;
        var found = new PairSet[slices];
        Parallel.For(0, slices, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, slice =>
        {
            var pairs = new PairSet(width);
            Span<byte> levels = stackalloc byte[width];
            Span<float> chances = stackalloc float[width];
            Span<double> bits = stackalloc double[width];
            long here = 0;
            for (int block = slice * Slice; block < Math.Min(blocks.Count, (slice + 1) * Slice); block++)
            {
                ReadOnlySpan<int> members = blocks.Members(block);
                for (int i = 0; i < members.Length; i++)
                {
                    for (int j = i + 1; j < members.Length; j++)
                    {
                        if (blocks.IsFirstOf(block, members[i], members[j]))
                        {
                            here++;
                            comparer.Compare(records[members[i]], records[members[j]], levels, chances);
                            if (model.Weigh(levels, chances, bits) >= LeastKept)
                            {
                                pairs.Add(members[i], members[j], levels, chances);
                            }
                        }
                    }
                }

                cancellation.ThrowIfCancellationRequested();
            }

            found[slice] = pairs;
            Interlocked.Add(ref compared, here);
            progress((double)Interlocked.Increment(ref done) / slices);
        });

        // In the order of the blocks, whichever thread was first.
        var all = new PairSet(width);
        for (int slice = 0; slice < slices; slice++)
        {
            all.Add(found[slice]);
            found[slice] = null!;
        }

        return (all, compared);
    }

    private static HashSet<(long First, long Second)> Different(DuckDbConnection connection, EntityKind of) =>
        [.. connection.Query("SELECT first_ref, second_ref FROM strata_distinct WHERE of = $1", [of == EntityKind.Account ? "account" : "contact"], row => (row.GetInt64(0), row.GetInt64(1)))];
}
