using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Query;

namespace Strata.Platform.Segments.Breakdowns;

/// <summary>A value, or a band of values, and who has it.</summary>
/// <param name="Value">The value or the band for a person; null for those who have none.</param>
/// <param name="Where">The condition that selects exactly these.</param>
/// <param name="Count">How many members have it.</param>
/// <param name="Share">Their share of all members, 0 to 1; null where there are no members.</param>
/// <param name="MarketCount">How many of everyone have it.</param>
/// <param name="MarketShare">Their share of everyone, 0 to 1; null where there is nobody.</param>
/// <param name="Index">100 × share ÷ share in the market: above 100 is more than the market has. Null where that divides by nothing.</param>
public sealed record BreakdownRow(string? Value, string Where, long Count, double? Share, long MarketCount, double? MarketShare, double? Index);

/// <summary>How the members of a segment are distributed over one value, beside everyone.</summary>
/// <param name="By">The value as asked for.</param>
/// <param name="IsSet">True where somebody can be in several rows.</param>
/// <param name="Rows">Categories with the most frequent among the members first, bands ascending; those without a value last.</param>
/// <param name="MoreValues">How many values are not listed.</param>
public sealed record ValueBreakdown(string By, bool IsSet, IReadOnlyList<BreakdownRow> Rows, long MoreValues);

/// <summary>How the members of a segment are distributed, beside everyone.</summary>
/// <param name="Of">What the segment is made of.</param>
/// <param name="Size">How many members there are.</param>
/// <param name="Market">How many of that entity there are at all.</param>
/// <param name="Values">A breakdown for each value asked for, in order.</param>
public sealed record Breakdown(EntityKind Of, long Size, long Market, IReadOnlyList<ValueBreakdown> Values)
{
    /// <summary>Distributes the members over values.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="engine">Says who is in.</param>
    /// <param name="plan">The segment.</param>
    /// <param name="by">The values, separated by commas: fields, traits, segmentations, any value expression.</param>
    /// <param name="limit">How many categories to list at the most; null for all.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">A value is wrong.</exception>
    public static Breakdown Find(
        Workspace workspace, IAudienceEngine engine, SegmentPlan plan, string by, long? limit, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(plan);
        MemberColumn[] columns = [.. MemberColumns.Parse(workspace.Library, plan.Of, by, sort: null).Columns];
        if (columns.Length == 0)
        {
            throw new UserErrorException("argument", "There is nothing to break down by.", fix: "Name a field: --by industry.");
        }

        if (columns.FirstOrDefault(column => column.Value is null) is not null)
        {
            throw new UserErrorException("argument", "Everybody has an id of their own, so there is nothing to break down.", fix: "`strata list` lists ids; break down by a field.");
        }

        MemberSet members = engine.Members(plan, asOf, cancellation);
        BoundValue[] values = [.. columns.Select(column => column.Value!)];
        using var table = ValueTable.Create(workspace.Connection, workspace.Reader, plan.Of, members.Refs.Positions(), values, asOf, cancellation);
        TwoCounts all = table.Count();
        var found = columns.Select((column, at) =>
        {
            var written = (ValueExpr)column.Value!.Origin.Node!;
            var rows = new BreakdownRows(written, all);
            return new ValueDistribution(table, at, column.Value!, rows, workspace.Catalog, asOf.Zone).Read(column.Header, limit);
        });
        return new Breakdown(plan.Of, all.Members, all.All, [.. found]);
    }
}

/// <summary>Makes rows of counts, with shares and the condition that selects who is counted.</summary>
internal sealed class BreakdownRows(ValueExpr value, TwoCounts all)
{
    public BreakdownRow Missing(TwoCounts counts) => Row(null, new KnownExpr(value, Known: false), counts);

    public BreakdownRow Equal(string shown, Literal literal, TwoCounts counts) =>
        Row(shown, new CompareExpr(value, CompareOp.Equal, new LiteralValue(literal)), counts);

    public BreakdownRow Has(string item, TwoCounts counts) => Row(item, new HasExpr(value, HasMode.Any, [new TextLiteral(item)]), counts);

    /// <summary>From a bound (null: from the least) to below another (null: to the greatest).</summary>
    public BreakdownRow Band(string shown, Literal? from, Literal? below, TwoCounts counts)
    {
        Expr? least = from is null ? null : new CompareExpr(value, CompareOp.GreaterOrEqual, new LiteralValue(from));
        Expr? most = below is null ? null : new CompareExpr(value, CompareOp.Less, new LiteralValue(below));
        return Row(shown, least is not null && most is not null ? new AndExpr([least, most]) : least ?? most ?? new KnownExpr(value, Known: true), counts);
    }

    private BreakdownRow Row(string? shown, Expr where, TwoCounts counts)
    {
        double? share = Share(counts.Members, all.Members), market = Share(counts.All, all.All);
        return new BreakdownRow(
            shown, SegmentPrinter.PrintOnOneLine(where), counts.Members, share, counts.All, market, market is null or 0 ? null : 100 * share / market);
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
