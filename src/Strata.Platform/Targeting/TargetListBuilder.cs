using System.Globalization;
using Strata.Index.Bitmaps;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Entities;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Validation;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Query;

namespace Strata.Platform.Targeting;

/// <summary>Makes a target account list: total market, target market, those who are not approached, fit and timing, tiers.</summary>
public sealed class TargetListBuilder
{
    private static readonly string[] Profiles = ["icp", "target-market"];
    private static readonly string[] Timings = ["intent_score", "engagement_score", "engagement_points"];
    private readonly Workspace _workspace;
    private readonly IAudienceEngine _engine;
    private readonly TargetOptions _options;
    private readonly TierCapacity _capacity;
    private readonly AsOf _asOf;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _notes = [];
    private readonly List<(string Label, MemberSet Left)> _steps = [];
    private readonly LibraryEntry[] _suppressions;
    private readonly string? _market;
    private readonly string _profile;

    /// <summary>Finds what the list is made from.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="engine">Says who is in.</param>
    /// <param name="options">From what it is made.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">Something that it is made from is not there, or nobody has a value of it.</exception>
    public TargetListBuilder(Workspace workspace, IAudienceEngine engine, TargetOptions options, AsOf asOf, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(options);
        _workspace = workspace;
        _engine = engine;
        _options = options;
        _capacity = options.Capacity ?? new TierCapacity();
        _asOf = asOf;
        _cancellation = cancellation;
        DefinitionLibrary library = workspace.Library;
        _suppressions = Suppressions.Of(library, EntityKind.Account, options.Suppressions);
        _market = options.Market is { } market ? Segment(market) : library.FindSegment("total-market")?.Definition.Name;
        _profile = options.Profile is { } profile ? Segment(profile)
            : Profiles.Select(library.FindSegment).OfType<LibraryEntry>().FirstOrDefault()?.Definition.Name
            ?? throw new UserErrorException(
                "name", "There is no segment that says who fits: neither 'icp' nor 'target-market'.", fix: "Make one with `strata icp --save icp`, or name one with --profile.");
        Narrow();
        Matrix = ChooseMatrix();
        Definitions = TargetDefinitions.Write(options, _capacity, _market, _profile, [.. _suppressions.Select(entry => entry.Definition.Name)], Matrix);
        var others = library.Entries.Select(entry => entry.Definition)
            .Where(definition => !Definitions.Any(made => made.Definition.GetType() == definition.GetType() && SameName(made.Definition, definition)));
        var checker = new DefinitionChecker(workspace.Catalog, new DefinitionSet([.. others, .. Definitions.Select(written => written.Definition)]));
        List = engine.Members(checker.CheckSegment(TargetDefinitions.ListOf(Definitions)).OrThrow(), asOf, cancellation);
        _steps.Add(($"fit or timing: {Matrix.OnTheList}", List));
        Tiers = new PartitionReader(engine, checker.CheckSegmentation(TargetDefinitions.TiersOf(Definitions)).OrThrow(), cancellation).At(asOf);
    }

    /// <summary>The segment and the segmentation that were made, not yet stored.</summary>
    public IReadOnlyList<WrittenDefinition> Definitions { get; }

    private TargetMatrix Matrix { get; }

    private MemberSet List { get; }

    private Partition Tiers { get; }

    /// <summary>The list with its tiers.</summary>
    /// <param name="limit">How many accounts to list at the most.</param>
    public TargetAccountList Read(int limit)
    {
        string[] names = [TierNames.OneToOne, TierNames.OneToFew, TierNames.OneToMany, TierNames.Beyond];
        long?[] capacities = [_capacity.OneToOne, _capacity.OneToFew, _capacity.OneToMany, null];
        var accounts = new List<TargetAccount>();
        for (int tier = 0; tier < names.Length && accounts.Count < limit; tier++)
        {
            int rank = 0;
            string name = names[tier];
            ReadValues(
                new MemberSet(EntityKind.Account, Tiers.Groups[tier]),
                limit - accounts.Count,
                (id, called, fit, timing) => accounts.Add(Account(id, called, fit, timing, name, ++rank)));
        }

        TargetTier[] tiers = [.. names.Select((name, at) => new TargetTier(name, capacities[at], Tiers.Groups[at].Count())).Where(tier => tier.Size > 0 || tier.Name != TierNames.Beyond)];
        return new TargetAccountList(
            Steps(),
            Matrix.Fit, Matrix.Timing, Cells(), tiers, accounts, [.. Definitions.Select(written => DefinitionWriter.Write(written.Definition))], _notes);
    }

    /// <summary>Where the accounts of the target market lie by fit and timing.</summary>
    /// <param name="cells">How many cells there are along each side at the most, 2 to 60.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: the cells are out of bounds.</exception>
    public TargetMap Map(int cells)
    {
        if (cells is < 2 or > 60)
        {
            throw new UserErrorException("argument", "A map has 2 to 60 cells along each side.");
        }

        var fits = new List<double>();
        var timings = new List<double>();
        long unknown = 0;
        ReadValues(_steps[^2].Left, limit: null, (_, _, fit, timing) =>
        {
            if (fit is not { } known)
            {
                unknown++;
                return;
            }

            fits.Add(known);
            timings.Add(timing ?? 0);
        });
        double[] fitEdges = TargetMap.Edges(fits.DefaultIfEmpty(0).Min(), fits.DefaultIfEmpty(0).Max(), cells);
        double[] timingEdges = TargetMap.Edges(Math.Min(0, timings.DefaultIfEmpty(0).Min()), timings.DefaultIfEmpty(0).Max(), cells);
        TargetMapCell[] counted = [.. fits
            .Zip(timings, (fit, timing) => (Fit: TargetMap.CellOf(fitEdges, fit), Timing: TargetMap.CellOf(timingEdges, timing)))
            .GroupBy(cell => cell)
            .OrderBy(group => group.Key)
            .Select(group => new TargetMapCell(group.Key.Fit, group.Key.Timing, group.Count()))];
        string market = string.Join(" and ", (string[])
        [
            .. _market is null ? [] : (string[])[$"in segment(\"{_market}\")"],
            $"in segment(\"{_profile}\")",
            .. _suppressions.Select(entry => $"not (in segment(\"{entry.Definition.Name}\"))"),
        ]);
        return new TargetMap(Matrix.Fit, Matrix.Timing, fitEdges, timingEdges, counted, fits.Count, unknown, Cells(), Steps(), market, _notes);
    }

    /// <summary>Why an account is in its tier, or not on the list: sentences.</summary>
    /// <param name="account">Its id, domain or name.</param>
    /// <exception cref="UserErrorException">There is no such account.</exception>
    public IReadOnlyList<string> Explain(string account)
    {
        var found = new EntityFinder(_workspace.Connection, new EntityReader(_workspace.Connection, _workspace.Catalog)).Find(EntityKind.Account, account);
        var said = new List<string>();
        for (int at = 1; at < _steps.Count; at++)
        {
            if (!_steps[at].Left[found.Reference])
            {
                said.Add(at == _steps.Count - 1 ? $"It is not on the list: {Values(found.Reference)}." : $"It is not on the list: it falls at '{_steps[at].Label}'.");
                said.Add($"`strata explain` says why it is or is not in a segment.");
                return said;
            }

            said.Add($"It passes '{_steps[at].Label}'.");
        }

        int tier = Tiers.GroupOf(found.Reference);
        var one = new Bitmap(_steps[0].Left.Refs.Length);
        one.Add(found.Reference);
        ReadValues(new MemberSet(EntityKind.Account, one), 1, (id, name, fit, timing) => said.Add(Account(id, name, fit, timing, TierOf(tier), rank: null).Reason));
        return said;
    }

    private static string TierOf(int group) => group switch { 0 => TierNames.OneToOne, 1 => TierNames.OneToFew, 2 => TierNames.OneToMany, _ => TierNames.Beyond };

    private static bool SameName(Definition one, Definition other) => string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase);

    private TargetStep[] Steps() => [.. _steps.Select((step, at) => StepOf(step.Label, step.Left.Count, at == 0 ? step.Left.Count : _steps[at - 1].Left.Count))];

    private static TargetStep StepOf(string label, long size, long before) =>
        new(label, size, before - size, before == 0 ? null : (double)(before - size) / before);

    private string Segment(string name) => _workspace.Library.FindSegment(name) is { Definition.Of: EntityKind.Account } entry
        ? entry.Definition.Name
        : throw new UserErrorException("name", $"There is no segment '{name}' of accounts.", fix: "`strata segments` lists them.");

    private MemberSet Members(string segment) => _engine.Members(_workspace.Library.PlanOf(_workspace.Library.FindSegment(segment)!), _asOf, _cancellation);

    private void Narrow()
    {
        MemberSet left = _engine.Members(new SegmentPlan(null, EntityKind.Account, new BoundConstant(true), null, []), _asOf, _cancellation);
        _steps.Add(("all accounts", left));
        foreach (string segment in _market is null ? [_profile] : new[] { _market, _profile })
        {
            _steps.Add((segment, left = left.Intersect(Members(segment))));
        }

        foreach (LibraryEntry suppression in _suppressions)
        {
            _steps.Add(($"not {suppression.Definition.Name}", left = left.Except(Members(suppression.Definition.Name))));
        }

        if (_suppressions.Length == 0)
        {
            _notes.Add("Nobody is suppressed: `strata templates add suppression` adds segments for customers, open opportunities, competitors, government and consumers.");
        }
    }

    private TargetMatrix ChooseMatrix()
    {
        string fit = _options.Fit ?? "fit_score";
        List<double> fits = Known(fit);
        if (fits.Count == 0)
        {
            throw new UserErrorException(
                "argument", $"No account of '{_profile}' has a value of '{fit}'.", fix: "Let `strata score run` write fit_score, or name a number that says how well an account fits: --fit annual_revenue.");
        }

        string? timing = _options.Timing;
        List<double> timings = timing is null ? [] : Known(timing);
        foreach (string candidate in timing is null ? Timings.Where(IsNumber) : [])
        {
            timing = candidate;
            if ((timings = Known(candidate)).Count > 0)
            {
                break;
            }
        }

        timing ??= "count(page_view) in last 30 days";
        timings = timings.Count > 0 ? timings : Known(timing);
        var matrix = TargetMatrix.Choose(fit, fits, timing, timings);
        if (!timings.Exists(value => value > 0))
        {
            _notes.Add($"Nobody of the target market has a '{timing}' above 0: no account is hot or warm, and tiers follow fit alone.");
        }

        return matrix;
    }

    /// <summary>True where the name is of a number that accounts have: a field or a trait.</summary>
    private bool IsNumber(string name) => _workspace.Catalog.Account.Find(name)?.Type == FieldType.Number
        || _workspace.Library.Entries.Any(entry => entry.IsValid && entry.Definition is TraitDefinition { Of: EntityKind.Account } trait && SameText(trait.Name, name));

    private static bool SameText(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private List<double> Known(string value)
    {
        var known = new List<double>();
        Read(_steps[^1].Left, value, limit: null, row => known.AddRange(NumberOf(row.Cells[0], value) is { } number ? [number] : []));
        return known;
    }

    private void Read(MemberSet members, string columns, long? limit, Action<MemberRow> read)
    {
        (IReadOnlyList<BoundValue> values, IReadOnlyList<(int, bool)> order) = MemberColumns.Parse(_workspace.Library, EntityKind.Account, columns, sort: null).Query();
        _workspace.Members.List(members, values, order, limit, _asOf, read, _cancellation);
    }

    /// <summary>Members with name, fit and timing, the best fit first, as tiers are filled.</summary>
    private void ReadValues(MemberSet members, long? limit, Action<string, string?, double?, double?> read)
    {
        string fit = Matrix.Fit.Value, timing = Matrix.Timing.Value;
        (IReadOnlyList<BoundValue> values, IReadOnlyList<(int, bool)> order) =
            MemberColumns.Parse(_workspace.Library, EntityKind.Account, $"name, {fit}, {timing}", $"{fit} desc").Query();
        _workspace.Members.List(
            members, values, order, limit, _asOf,
            row => read(row.Id, row.Cells[0] as string, NumberOf(row.Cells[1], fit), NumberOf(row.Cells[values.Count == 2 ? 1 : 2], timing)),
            _cancellation);
    }

    private static double? NumberOf(object? cell, string value) => cell switch
    {
        null => null,
        decimal or long or double => Convert.ToDouble(cell, CultureInfo.InvariantCulture),
        _ => throw new UserErrorException("type", $"'{value}' is no number.", fix: "Name a number: a field, a trait, or for example count(page_view) in last 30 days."),
    };

    private TargetCell[] Cells()
    {
        var counts = new Dictionary<(string, string), long>();
        ReadValues(_steps[^2].Left, limit: null, (_, _, fit, timing) =>
        {
            (string, string) cell = (Matrix.GradeOfFit(fit), Matrix.GradeOfTiming(timing));
            counts[cell] = counts.GetValueOrDefault(cell) + 1;
        });
        return [.. TargetMatrix.FitGrades.SelectMany(fit => TargetMatrix.TimingGrades.Select(timing =>
            new TargetCell(fit, timing, counts.GetValueOrDefault((fit, timing)), TargetMatrix.TierOf(fit, timing))))];
    }

    private TargetAccount Account(string id, string? name, double? fit, double? timing, string tier, int? rank)
    {
        string fitGrade = Matrix.GradeOfFit(fit), timingGrade = Matrix.GradeOfTiming(timing);
        string best = TargetMatrix.TierOf(fitGrade, timingGrade) ?? TierNames.Beyond;
        string why = best == tier ? $"{fitGrade} and {timingGrade} go {tier}"
            : $"{fitGrade} and {timingGrade} could go {best}, whose capacity others with more {Matrix.Fit.Value} fill, so it is {tier}";
        string place = rank is not null && tier is TierNames.OneToOne or TierNames.OneToFew ? string.Create(CultureInfo.InvariantCulture, $"; place {rank:N0} by {Matrix.Fit.Value}") : "";
        return new TargetAccount(id, name, tier, fitGrade, fit, timingGrade, timing, $"{Said(fit, timing, fitGrade, timingGrade)}: {why}{place}.");
    }

    private string Values(long reference)
    {
        var one = new Bitmap(_steps[0].Left.Refs.Length);
        one.Add(reference);
        string said = "";
        ReadValues(new MemberSet(EntityKind.Account, one), 1, (_, _, fit, timing) => said = Said(fit, timing, Matrix.GradeOfFit(fit), Matrix.GradeOfTiming(timing)));
        return $"{said}, and who is C and Cold is left out";
    }

    private string Said(double? fit, double? timing, string fitGrade, string timingGrade) =>
        $"{Matrix.Fit.Value} {Shown(fit)} is {fitGrade} (A from {Shown(Matrix.Fit.Upper)}, B from {Shown(Matrix.Fit.Lower)}), "
        + $"{Matrix.Timing.Value} {Shown(timing)} is {timingGrade} (Hot from {Shown(Matrix.Timing.Upper)}, Warm above 0)";

    private static string Shown(double? value) => value?.ToString("#,0.##", CultureInfo.InvariantCulture) ?? "unknown";
}
