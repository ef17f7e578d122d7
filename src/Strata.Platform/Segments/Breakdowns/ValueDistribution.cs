using NodaTime;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Syntax;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;

namespace Strata.Platform.Segments.Breakdowns;

/// <summary>Distributes everyone over one value: texts and items of sets one by one, numbers and dates in bands that the data asks for.</summary>
internal sealed class ValueDistribution(ValueTable table, int column, BoundValue value, BreakdownRows rows, DataCatalog catalog, DateTimeZone zone)
{
    /// <summary>How many different numbers are listed one by one; more are put into bands.</summary>
    private const int MaxSingleNumbers = 10;

    /// <summary>How many texts are read at the most where no taxonomy brings spellings together.</summary>
    private const long MaxTexts = 10_000;

    /// <summary>The bands are chosen by the eighths of everyone's values.</summary>
    private static readonly double[] Eighths = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1];

    public ValueBreakdown Read(string by, long? limit)
    {
        (IReadOnlyList<BreakdownRow> found, long more) = value.Kind switch
        {
            ValueKind.Text => Texts(limit),
            ValueKind.Set => Items(limit),
            ValueKind.Boolean => (Booleans(), 0L),
            ValueKind.Instant => (Dates(), 0L),
            _ => (Numbers(), 0L),
        };
        TwoCounts missing = table.CountMissing(column);
        return new ValueBreakdown(by, value.Kind == ValueKind.Set, missing.All > 0 ? [.. found, rows.Missing(missing)] : found, more);
    }

    /// <summary>The spellings of one node of a taxonomy are one category, as they are for <c>=</c>.</summary>
    private (IReadOnlyList<BreakdownRow> Rows, long More) Texts(long? limit)
    {
        Taxonomy? taxonomy = TaxonomyOf(value);
        var read = table.CountTexts(column, taxonomy is null ? Math.Min(limit ?? MaxTexts, MaxTexts) : null);
        if (taxonomy is null)
        {
            return ([.. read.Select(text => rows.Equal(text.Written, new TextLiteral(text.Written), text.Counts))], table.CountDistinct(column) - read.Count);
        }

        var categories = read
            .GroupBy(text => taxonomy.Find(text.Folded)?.Name ?? text.Written, StringComparer.Ordinal)
            .Select(group => (Name: group.Key, Counts: new TwoCounts(group.Sum(text => text.Counts.Members), group.Sum(text => text.Counts.All))))
            .ToList();
        return Categories(categories, category => rows.Equal(category.Name, new TextLiteral(category.Name), category.Counts), limit);
    }

    /// <summary>Who has several spellings of one node of a taxonomy is counted once for it.</summary>
    private (IReadOnlyList<BreakdownRow> Rows, long More) Items(long? limit)
    {
        Taxonomy? taxonomy = TaxonomyOf(value);
        ILookup<string, string> written = table.WrittenItems(column).ToLookup(TextFolding.Fold, StringComparer.Ordinal);
        IReadOnlyDictionary<string, TwoCounts> counts = table.CountItems(column);
        var items = counts.Keys
            .GroupBy(folded => taxonomy?.Find(folded)?.Name ?? written[folded].FirstOrDefault(folded), StringComparer.Ordinal)
            .Select(group => (Name: group.Key, Counts: group.Count() == 1 ? counts[group.First()] : table.CountWithAny(column, [.. group])))
            .ToList();
        return Categories(items, item => rows.Has(item.Name, item.Counts), limit);
    }

    private static (IReadOnlyList<BreakdownRow> Rows, long More) Categories(
        List<(string Name, TwoCounts Counts)> categories, Func<(string Name, TwoCounts Counts), BreakdownRow> row, long? limit)
    {
        BreakdownRow[] listed = [.. categories
            .OrderByDescending(category => category.Counts.Members)
            .ThenByDescending(category => category.Counts.All)
            .ThenBy(category => category.Name, StringComparer.Ordinal)
            .Take(limit is { } most ? (int)Math.Min(most, int.MaxValue) : int.MaxValue)
            .Select(row)];
        return (listed, categories.Count - listed.Length);
    }

    private IReadOnlyList<BreakdownRow> Booleans()
    {
        (TwoCounts yes, TwoCounts no) = table.CountBooleans(column);
        return [rows.Equal("true", new BooleanLiteral(true), yes), rows.Equal("false", new BooleanLiteral(false), no)];
    }

    private IReadOnlyList<BreakdownRow> Numbers()
    {
        if (table.CountDistinct(column) <= MaxSingleNumbers)
        {
            var singles = table.CountValues(column).Select(pair => (Number: Written(pair.Value), pair.Counts)).ToList();
            if (singles.All(single => single.Number is not null))
            {
                return [.. singles.Select(single => rows.Equal(NumberBands.Text(single.Number!.Value), new NumberLiteral(single.Number.Value), single.Counts))];
            }
        }

        double units = value.Kind == ValueKind.Exact ? FixedDecimal.UnitsPerOne : 1;
        double[] eighths = [.. table.Quantiles(column, Eighths, above: null)];
        bool leastIsCommon = eighths[0].Equals(eighths[1]);
        double? common = leastIsCommon ? eighths[0] / units : null;
        IReadOnlyList<double> spread = leastIsCommon ? table.Quantiles(column, Eighths, above: eighths[0]) : eighths;
        bool whole = value.Kind == ValueKind.Count;
        decimal[] bounds = NumberBands.Choose([.. spread.Select(quantile => quantile / units)], common, whole);
        bool isAlone = common is not null && Math.Abs(common.Value) < 1e12 && bounds.Length > 0 && (double)bounds[0] <= spread[0] / units;
        decimal? only = isAlone ? Math.Round((decimal)common!.Value, 4) : null;
        IReadOnlyList<TwoCounts> counts = table.CountBands(column, [.. bounds.Select(Bound)]);
        return [.. counts.Select((found, at) =>
        {
            decimal? from = at == 0 ? null : bounds[at - 1], below = at == bounds.Length ? null : bounds[at];
            return rows.Band(NumberBands.Name(from, below, only, whole), Number(from), Number(below), found);
        })];
    }

    /// <summary>The number as the language can write it; null where it cannot, as a third.</summary>
    private static decimal? Written(object number)
    {
        decimal written = number switch
        {
            decimal exact => exact,
            long whole => whole,
            double real when Math.Abs(real) < 1e12 => Math.Round((decimal)real, 12),
            _ => decimal.MaxValue,
        };
        return Math.Abs(written) < SyntaxLimits.NumberBound && (number is not double given || new BoundNumber(written).Double.Equals(given)) ? written : null;
    }

    private DuckDbValue Bound(decimal bound) => value.Kind switch
    {
        ValueKind.Exact => (long)(bound * FixedDecimal.UnitsPerOne),
        ValueKind.Count => (long)bound,
        _ => new BoundNumber(bound).Double,
    };

    private static NumberLiteral? Number(decimal? bound) => bound is { } number ? new NumberLiteral(number) : null;

    private IReadOnlyList<BreakdownRow> Dates()
    {
        IReadOnlyList<double> eighths = table.Quantiles(column, Eighths, above: null);
        if (eighths.Count == 0)
        {
            return [];
        }

        DateBands bands = DateBands.Choose(zone, (long)eighths[1], (long)eighths[^2]);
        IReadOnlyList<TwoCounts> counts = table.CountBands(column, [.. bands.Bounds.Select(date => DuckDbValue.Timestamp(bands.Instant(date)))]);
        return [.. counts.Select((found, at) =>
        {
            LocalDate? from = at == 0 ? null : bands.Bounds[at - 1], below = at == bands.Bounds.Count ? null : bands.Bounds[at];
            return rows.Band(bands.Name(from, below), Date(from), Date(below), found);
        })];
    }

    private static DateLiteral? Date(LocalDate? bound) => bound is { } date ? new DateLiteral(date) : null;

    private Taxonomy? TaxonomyOf(BoundValue read) => read switch
    {
        BoundField field => catalog.TaxonomyOf(field.Field),
        BoundOwnerValue owned => TaxonomyOf(owned.Value),
        _ => null,
    };
}
