using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Testing;

namespace Strata.Platform.Tests.Differential;

/// <summary>Hostile texts in every place of a definition that takes a text: they are compared, never run, and nothing fails.</summary>
public class InjectionTests
{
    private static readonly (EntityKind Of, string Template)[] Places =
    [
        (EntityKind.Account, "name = {0}"),
        (EntityKind.Account, "industry != {0}"),
        (EntityKind.Account, "region in ({0}, \"x\", {0})"),
        (EntityKind.Account, "region not in ({0})"),
        (EntityKind.Account, "name contains {0} or name starts with {0} or name ends with {0}"),
        (EntityKind.Account, "tags has any ({0}) or tags has all ({0}, \"a\") or tags has none ({0})"),
        (EntityKind.Account, "in sample (50%, {0})"),
        (EntityKind.Account, "any(page_view where page = {0} then form where page != {0} within 1 day) in last 30 days"),
        (EntityKind.Account, "count(technologies where product = {0}) >= 0"),
        (EntityKind.Account, "in top 5 by count(page_view where source = {0}) per region among (name != {0})"),
        (EntityKind.Account, "any(contacts where title = {0} and none(form where words has any ({0})))"),
        (EntityKind.Contact, "account.region = {0} or title = {0} or count(account.page_view where contact.title = {0}) > 0"),
        (EntityKind.Account, "tier = {0}"),
    ];

    [Fact]
    public void A_hostile_text_is_only_ever_a_value()
    {
        using var world = new RandomWorld(5);
        int accounts = world.Entities(EntityKind.Account).Count, contacts = world.Entities(EntityKind.Contact).Count;
        foreach (string hostile in RandomTexts.Hostile)
        {
            foreach ((EntityKind entity, string template) in Places)
            {
                string text = template.Replace("{0}", Quoted(hostile), StringComparison.Ordinal);
                SegmentPlan? plan = world.Check(text, entity);
                plan.ShouldNotBeNull(world.Refusal(text, entity));
                IReadOnlyList<string> members = world.Members(plan, RandomSource.Center);
                IEnumerable<string> evaluated = world.Entities(entity)
                    .Where(row => world.Evaluator.IsTrue(plan.Membership, row, world.At(RandomSource.Center))).Select(row => row.Id);
                members.ShouldBe(evaluated, ignoreOrder: true, text);
            }
        }

        (world.Entities(EntityKind.Account).Count, world.Entities(EntityKind.Contact).Count).ShouldBe((accounts, contacts));
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
