using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Profile.Assembly;
using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Profile;

/// <summary>Learns the ideal customer profile from won and lost deals, with every account as it was when the deal was created.</summary>
public sealed class ProfileFinder
{
    /// <summary>With fewer closed deals nothing can be said.</summary>
    public const int LeastDeals = 20;

    /// <summary>With fewer won, or lost, deals nothing can be said.</summary>
    public const int LeastOfEach = 5;

    private const int MostAssociations = 20;
    private const int MostLeads = 5;
    private const int MostOutcomes = 6;

    private readonly Workspace _workspace;
    private readonly ProfileOptions _options;
    private readonly AsOf _at;
    private readonly CancellationToken _cancellation;

    private ProfileFinder(Workspace workspace, ProfileOptions options, AsOf at, CancellationToken cancellation)
    {
        _workspace = workspace;
        _options = options;
        _at = at;
        _cancellation = cancellation;
    }

    /// <summary>Finds the profile.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="options">How to look.</param>
    /// <param name="at">The instant that speaks: what was closed later is not known.</param>
    /// <param name="progress">Told the share done, 0 to 1; or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">Code <c>deals</c>: there are too few, or all were won or lost; <c>argument</c>: an option is out of bounds.</exception>
    public static IdealCustomerProfile Find(
        Workspace workspace, ProfileOptions options, AsOf at, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(at);
        if (options.HeldOut is not (> 0 and <= 0.5))
        {
            throw new UserErrorException("argument", "The share of deals to hold out must be above 0 and at most 0.5.", fix: "Write for example --holdout 0.25.");
        }

        if (options.LeastCoverage is not (> 0 and <= 1))
        {
            throw new UserErrorException("argument", "The share of won deals that the profile must hold must be above 0 and at most 1.", fix: "Write for example --coverage 0.1.");
        }

        return new ProfileFinder(workspace, options, at, cancellation).Find(progress);
    }

    private IdealCustomerProfile Find(IProgress<double>? progress)
    {
        var deals = DealSet.Of(_workspace, _options.Months, _at, _cancellation);
        DealRules.Check(deals, _options.Months);
        CheckAllowed();
        var set = new TrainingSet(deals.Closed, (int)Math.Round(deals.Closed.Count * (1 - _options.HeldOut)));
        DealRules.CheckTaught(set);
        var catalog = FeatureCatalog.Of(_workspace, _options.Allowed, _cancellation);
        progress?.Report(0.1);
        FeatureTable table = FeatureBuilder.Build(
            _workspace, catalog, [.. deals.Closed.Select(deal => new FeatureRow(deal.AccountRef, deal.CreatedAt))], Within(progress, 0.1, 0.6), _cancellation);
        int least = DriverSearch.LeastDeals(set.Training);
        BinnedFeature[] features = BinnedFeature.OfAll(table, set.Training, least);
        DriverFindings found = DriverSearch.Run(set, features, Within(progress, 0.6, 0.9), _cancellation);
        var parts = new Findings(deals, set, catalog, table, features, found);
        IdealCustomerProfile profile = Describe(parts);
        progress?.Report(1);
        return profile;
    }

    /// <summary>What was found, on the way to what is said.</summary>
    private sealed record Findings(
        DealSet Deals, TrainingSet Set, FeatureCatalog Catalog, FeatureTable Table, IReadOnlyList<BinnedFeature> Features, DriverFindings Found);

    private IdealCustomerProfile Describe(Findings findings)
    {
        (DealSet deals, TrainingSet set, FeatureCatalog catalog, _, _, DriverFindings found) = findings;
        double dependence = found.Model.Dependence;
        var measures = new DealMeasures(deals.Closed, set, dependence);
        ProfileShape shape = new ProfileAssembler(set, dependence, _options.LeastCoverage).Assemble([.. found.Leaves.Select((leaf, at) => (leaf, found.Effect(at)))]);
        CustomerMeasures? customers = CustomerMeasures.Read(_workspace, catalog, _at, _cancellation);
        var writer = new DriverWriter(set, found, measures, customers, shape);
        Leaf[] paired = [.. found.Leaves.Concat(found.Alone.OrderBy(question => question.P).Select(question => question.Best.Leaf)).Distinct().Take(PairSearch.MostLeaves)];
        IReadOnlyList<PairFinding> pairs = new PairSearch(set, found.Model, DriverSearch.LeastDeals(set.Training)).Find(paired, _cancellation);
        IReadOnlyList<Driver> drivers = writer.Drivers();
        Holdout? holdOut = shape.Definition is null ? null : HoldoutWriter.Write(deals, set, measures, shape, dependence);
        string? definition = Checked(shape.Definition), disqualifiers = Checked(shape.Exclusion);
        DealBasis basis = Basis(deals, set, dependence);
        return new IdealCustomerProfile(
            basis,
            definition,
            disqualifiers,
            ProfileSentence.Of(basis, drivers, shape, measures, holdOut),
            drivers,
            holdOut,
            writer.Pairs(pairs),
            [.. writer.Associations(explained: true).Take(MostAssociations)],
            found.Leaves.Count > 0 ? [] : [.. writer.Associations(explained: false).Take(MostLeads)],
            [.. measures.Differences(findings.Features, MostOutcomes, _cancellation), .. customers?.Differences(MostOutcomes, _cancellation) ?? []],
            new RoleReader(_workspace, _cancellation).Read(deals.Closed),
            Market(definition, disqualifiers),
            found.Alone.Count,
            catalog.Refused,
            ProfileNotes.Of(basis, set, findings.Table, findings.Features, found));
    }

    private static DealBasis Basis(DealSet deals, TrainingSet set, double dependence) => new(
        Microseconds.ToText(deals.From),
        Microseconds.ToText(deals.At),
        WinRate.Of(deals.Closed.Count, deals.Closed.Count(deal => deal.IsWon), dependence),
        set.Training,
        set.Accounts,
        dependence,
        deals.Open.Count,
        deals.Unusable);

    /// <summary>The canonical text; that it parses and checks is asserted, because everybody will rely on it.</summary>
    private string? Checked(string? clause) => clause is null
        ? null
        : Strata.Language.Syntax.SegmentPrinter.Print(SegmentSelection.FindInText(_workspace.Library, clause, EntityKind.Account).Expression);

    private MarketFit? Market(string? definition, string? disqualifiers)
    {
        if (definition is null)
        {
            return null;
        }

        string text = disqualifiers is null ? definition : $"({definition}) and not ({disqualifiers})";
        var selection = SegmentSelection.FindInText(_workspace.Library, text, EntityKind.Account);
        return new MarketFit(
            _workspace.Connection.QueryScalar<long>("SELECT count(*) FROM account"), _workspace.Engine().Count(selection.Plan, _at, _cancellation));
    }

    private void CheckAllowed()
    {
        string[] known = [.. _workspace.Catalog.Account.Fields.Select(field => field.Name), .. _workspace.Catalog.Collections.Keys];
        string[] unknown = [.. _options.Allowed.Except(known, StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            throw new UserErrorException("name", $"There is no field or collection of accounts '{unknown[0]}'.", fix: Language.Checking.Suggestions.DidYouMean(unknown[0], known, "`strata catalog account` lists them."));
        }
    }

    private static Progress? Within(IProgress<double>? progress, double from, double to) => progress is null ? null : new Progress(progress, from, to);

    /// <summary>A part of the whole way.</summary>
    private sealed class Progress(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + ((to - from) * value));
    }
}
