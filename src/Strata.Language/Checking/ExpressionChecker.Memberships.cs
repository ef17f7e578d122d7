using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Definitions;

namespace Strata.Language.Checking;

internal sealed partial class ExpressionChecker
{
    private BoundExpr? CheckMembership(MembershipExpr membership, Scope scope)
    {
        EntityKind? entity = membership.ThroughAccount
            ? (scope.IsContact ? EntityKind.Account : null)
            : scope.Entity;
        if (entity is null)
        {
            string fix = scope.IsAccount ? "In a segment of accounts write `in segment(…)` alone." : "Ask at the level of the account or the contact.";
            return Error<BoundExpr>("type", membership, $"{Capital(scope.Text)} has no such membership.", fix);
        }

        return membership.IsList ? CheckInNamedList(membership, entity.Value) : CheckInSegment(membership, entity.Value);
    }

    private BoundExpr? CheckInSegment(MembershipExpr membership, EntityKind entity)
    {
        if (_definitions.Definitions.Find<SegmentDefinition>(membership.Name) is not { } segment)
        {
            IEnumerable<string> names = _definitions.Definitions.All.OfType<SegmentDefinition>().Select(other => other.Name);
            return Error<BoundExpr>("reference", membership, $"There is no segment '{membership.Name}'.", Suggestions.DidYouMean(membership.Name, names, "`strata segments` lists them."));
        }

        if (segment.Of != entity)
        {
            return WrongEntity(membership, segment, entity);
        }

        return Referenced(_definitions.CheckSegment(segment), membership, $"segment '{segment.Name}'") is { } plan
            ? new BoundInSegment(plan, membership.ThroughAccount)
            : null;
    }

    private BoundExpr? CheckInNamedList(MembershipExpr membership, EntityKind entity)
    {
        if (_definitions.Definitions.Find<ListDefinition>(membership.Name) is not { } list)
        {
            IEnumerable<string> names = _definitions.Definitions.All.OfType<ListDefinition>().Select(other => other.Name);
            return Error<BoundExpr>("reference", membership, $"There is no list '{membership.Name}'.", Suggestions.DidYouMean(membership.Name, names, "Define it in a file that begins `list:`."));
        }

        return list.Of == entity
            ? new BoundInList(list.Name, list.Members, membership.ThroughAccount)
            : WrongEntity(membership, list, entity);
    }

    private BoundExpr? WrongEntity(MembershipExpr at, Definition definition, EntityKind entity)
    {
        string fix = (definition.Of, entity) switch
        {
            (EntityKind.Account, EntityKind.Contact) => $"Write `account in {(at.IsList ? "list" : "segment")}(\"{definition.Name}\")`.",
            (EntityKind.Contact, EntityKind.Account) when !at.ThroughAccount => $"Write `any(contacts where in {(at.IsList ? "list" : "segment")}(\"{definition.Name}\"))`.",
            _ => "Leave out `account`.",
        };
        return Error<BoundExpr>("type", at, $"'{definition.Name}' is made of {Plural(definition.Of)}, and {Plural(entity)} are asked for.", fix);
    }

    private static string Plural(EntityKind entity) => entity == EntityKind.Account ? "accounts" : "contacts";

    private BoundExpr? CheckTop(TopExpr top, Scope scope)
    {
        if (scope.Entity is not { } entity)
        {
            return Error<BoundExpr>("type", top, $"{Capital(scope.Text)} is not ranked.", "Rank accounts or contacts.");
        }

        int before = _errors.Count;
        bool fits = top.IsPercent
            ? top.Limit > 0 && top.Limit <= 100 && decimal.Round(top.Limit, 4) == top.Limit
            : top.Limit >= 1 && top.Limit <= long.MaxValue && decimal.Truncate(top.Limit) == top.Limit;
        if (!fits)
        {
            Error<BoundExpr>("type", top, "`top` takes a whole number of at least 1, or a percentage above 0% and at most 100% with at most four fractional digits.", "Write `in top 100 by …` or `in top 25% by …`.");
        }

        BoundValue? by = CheckValue(top.By, scope);
        if (by is not null && !by.IsNumeric && by.Kind != ValueKind.Instant)
        {
            Error<BoundExpr>("type", top.By, $"{Capital(Describe(by))} has no order to rank by.", "Rank by a number, money or a date.");
        }

        BoundValue? per = top.Per is null ? null : CheckValue(top.Per, scope);
        if (per is not null && per.Kind is not (ValueKind.Text or ValueKind.Boolean))
        {
            Error<BoundExpr>("type", top.Per!, $"{Capital(Describe(per))} does not group.", "`per` takes a text, a category, or true or false.");
        }

        BoundExpr? among = top.Among is null ? null : Check(top.Among, new Scope(Catalog.Of(entity)));
        return _errors.Count > before
            ? null
            : new BoundTop(entity, top.IsPercent ? null : (long)top.Limit, top.IsPercent ? (long)(top.Limit * 10_000) : null, by!, per, among);
    }

    private BoundExpr? CheckSample(SampleExpr sample, Scope scope)
    {
        if (scope.Entity is null)
        {
            return Error<BoundExpr>("type", sample, $"{Capital(scope.Text)} is not sampled.", "Sample accounts or contacts.");
        }

        decimal threshold = sample.Percent * 100;
        return threshold < 0 || threshold > 10_000 || decimal.Truncate(threshold) != threshold
            ? Error<BoundExpr>("type", sample, "A sample is 0% to 100% with at most two fractional digits.", "Write for example `in sample (12.5%, \"salt\")`.")
            : new BoundSample(sample.Salt, (int)threshold);
    }
}
