using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Testing;

namespace Strata.Platform.Tests.Differential;

/// <summary>An index that starts from checkpoints answers as DuckDB does: of the same data, of data that came since, and of damaged files.</summary>
public sealed class CheckpointAgreementTests : IDisposable
{
    private const int DefinitionsOfWorld = 16;
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"strata-index-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Fact]
    public void Answers_after_a_restart_are_those_of_DuckDB()
    {
        for (int seed = PropertyRuns.FirstSeed; seed < PropertyRuns.FirstSeed + PropertyRuns.Of(2); seed++)
        {
            string directory = Path.Combine(_directory, $"{seed}");
            using var world = new RandomWorld(seed, scale: 1 + (seed % 3), directory);
            List<(string Text, SegmentPlan Plan)> asked = Draw(world, seed);
            Ask(world, asked, $"seed {seed}, built");
            world.Index.Restored.ShouldBe(0);
            world.Index.Checkpoint().ShouldBeGreaterThan(0);
            world.Index.Checkpoint().ShouldBe(0, "nothing was built since");
            int structures = Directory.GetFiles(directory).Length;

            world.Restart();
            Ask(world, asked, $"seed {seed}, restarted");
            world.Index.Restored.ShouldBe(structures);
            world.Index.Checkpoint().ShouldBe(0);

            // What was loaded since is seen by the index that runs, and by the next one; the files of what did not change still serve.
            foreach (RandomBatch batch in new RandomData(seed + 1, scale: 2).Batches.Where((_, i) => i % 3 == seed % 3))
            {
                world.Load(batch with { ObservedAt = world.LastObserved });
                Ask(world, asked, $"seed {seed}, {batch.Type.Name} loaded");
                world.Restart();
                Ask(world, asked, $"seed {seed}, {batch.Type.Name} loaded and restarted");
                world.Index.Restored.ShouldBeGreaterThan(0);
                world.Index.Checkpoint();
            }

            Damage(directory, new Random(seed));
            world.Restart();
            Ask(world, asked, $"seed {seed}, damaged");
        }
    }

    [Theory]
    [InlineData("contact", "title", true)]
    [InlineData("account", "industry", true)]
    [InlineData("contact", "account", false)]
    public void Events_are_built_anew_only_where_the_order_of_those_who_did_them_changed(string table, string field, bool isKept)
    {
        using var world = new RandomWorld(seed: 3, scale: 3, _directory);
        List<(string Text, SegmentPlan Plan)> asked =
            [.. ((string[])["any(page_view)", "any(page_view) and title = \"x\""]).Select(text => (text, world.Check(text, EntityKind.Contact)!))];
        Ask(world, asked, "built");
        world.Index.Checkpoint();
        string file = Path.Combine(_directory, "event_page_view.rows");
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);

        RowType type = table == "account" ? RandomCatalog.Catalog.Account : RandomCatalog.Catalog.Contact;
        string id = table == "account" ? RandomData.AccountId(1) : RandomData.ContactId(1);
        object value = field == "account" ? RandomData.AccountId(29) : "something else";
        world.Load(new RandomBatch(type, world.LastObserved + 1, [new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id, [field] = value }]));
        world.Restart();
        Ask(world, asked, "restarted");
        world.Index.Checkpoint();
        (File.GetLastWriteTimeUtc(file) == DateTime.UnixEpoch).ShouldBe(isKept);
    }

    private static List<(string Text, SegmentPlan Plan)> Draw(RandomWorld world, int seed)
    {
        var definitions = new RandomDefinitions(seed * 15_485_863);
        var drawn = new List<(string, SegmentPlan)>();
        while (drawn.Count < DefinitionsOfWorld)
        {
            EntityKind entity = (EntityKind)(drawn.Count % 2);
            string text = definitions.Condition(entity);
            if (world.Check(text, entity) is { } plan)
            {
                drawn.Add(($"{entity}: {text}", plan));
            }
        }

        return drawn;
    }

    private static void Ask(RandomWorld world, List<(string Text, SegmentPlan Plan)> asked, string when)
    {
        long instant = world.LastObserved + (90 * Microseconds.PerDay);
        int served = 0;
        foreach ((string text, SegmentPlan plan) in asked)
        {
            if (world.Indexed(plan, instant) is { } members)
            {
                served++;
                members.ShouldBe(world.Members(plan, instant), $"{when}, {text}");
            }
        }

        (served * 2).ShouldBeGreaterThan(asked.Count, when);
    }

    private static void Damage(string directory, Random random)
    {
        foreach (string file in Directory.GetFiles(directory))
        {
            byte[] bytes = File.ReadAllBytes(file);
            if (random.Next(2) == 0)
            {
                bytes[random.Next(bytes.Length)] ^= 4;
                File.WriteAllBytes(file, bytes);
            }
            else if (random.Next(2) == 0)
            {
                File.WriteAllBytes(file, bytes[..random.Next(bytes.Length)]);
            }
        }
    }
}
