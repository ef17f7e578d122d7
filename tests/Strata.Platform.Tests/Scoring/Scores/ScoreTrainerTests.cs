using Strata.Language;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Scoring.Training;

namespace Strata.Platform.Tests.Scoring.Scores;

public sealed class ScoreTrainerTests
{
    [Fact]
    public void What_makes_deals_won_is_found_and_told()
    {
        using var market = new DealMarket(1500);
        StoredModel model = ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, new TrainingOptions());
        model.IsChampion.ShouldBeTrue();
        model.Card.Data.Examples.ShouldBe(1500);
        model.Card.Data.Tested.ShouldBe(300);
        model.Card.Features[0].Name.ShouldStartWith("industry");
        model.Card.Test.Auc!.Low.ShouldBeGreaterThan(0.6);
        model.Card.Test.CalibrationError.ShouldBeLessThan(0.12);
        model.Card.Kind.ShouldBe(ModelKind.Logistic);
        ScorecardPoints[] points = [.. model.Card.Points.Where(point => point.Feature == "industry")];
        points.Single(point => point.Value == "SaaS").Points.ShouldBeGreaterThan(points.Single(point => point.Value != "SaaS").Points);
    }

    [Fact]
    public void A_model_in_use_is_not_replaced_without_later_outcomes_or_by_a_worse_one()
    {
        using var market = new DealMarket(900);
        StoredModel good = ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, new TrainingOptions());
        StoredModel blind = ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, new TrainingOptions { Features = ["employees"] });
        blind.IsChampion.ShouldBeFalse();
        blind.Verdict.ShouldStartWith("Not in use: on the latest 180 outcomes");
        ScoreModels.Show(market.Workspace, ScoreDefinition.Win, null).Version.ShouldBe(good.Version);

        ScoreModels.Use(market.Workspace, ScoreDefinition.Win, blind.Version, "somebody");
        ScoreModels.Show(market.Workspace, ScoreDefinition.Win, null).Verdict.ShouldStartWith("In use: somebody said so");
        StoredModel again = ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, new TrainingOptions());
        again.IsChampion.ShouldBeTrue();
        ScoreModels.List(market.Workspace).Models.Count(model => model.InUse).ShouldBe(1);
    }

    [Fact]
    public void Reasons_add_up_to_the_points()
    {
        using var market = new DealMarket(1200);
        ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, new TrainingOptions());
        AccountScore software = AccountScore.Find(market.Workspace, ScoreDefinition.Win, "Company 3", 100, CancellationToken.None);
        AccountScore other = AccountScore.Find(market.Workspace, ScoreDefinition.Win, "a00004", 100, CancellationToken.None);
        software.Probability.ShouldBeGreaterThan(other.Probability + 0.2);
        software.Reasons.Sum(reason => reason.Points).ShouldBe(software.Points, 1);
        software.Reasons[0].Feature.ShouldStartWith("industry");
    }

    [Fact]
    public void A_feature_that_is_the_outcome_is_named_and_refused()
    {
        using var market = new DealMarket(600, more: (account, fields) => fields["growth_stage"] = DealMarket.ByLaw(account) ? "Onboarded" : "Nothing");
        StoredModel model = ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, new TrainingOptions());
        model.Card.Refused.ShouldContain(refused => refused.Name == "growth_stage" && refused.Reason.Contains("almost perfectly", StringComparison.Ordinal));
        model.Card.Features.ShouldNotContain(feature => feature.Name == "growth_stage");
        Error(market, new TrainingOptions { Features = ["growth_stage"] }).ShouldContain("'growth_stage' is refused as a feature.");
        ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, new TrainingOptions { Allowed = ["growth_stage"] }).Card.Features[0].Name.ShouldBe("growth_stage");
    }

    [Fact]
    public void A_feature_that_is_not_there_is_an_error()
    {
        using var market = new DealMarket(60);
        Error(market, new TrainingOptions { Without = ["employes"] }).ShouldContain("There is no feature 'employes'.");
    }

    [Theory]
    [InlineData(0, "There are no deals that have ended.")]
    [InlineData(3, "There are only 3 deals that have ended; at least 30 are needed to learn anything.")]
    public void Too_few_deals_are_an_error(int deals, string message)
    {
        using var market = new DealMarket(50, account => account < deals ? account % 2 == 0 : null);
        Error(market, new TrainingOptions()).ShouldBe(message);
    }

    [Theory]
    [InlineData(false, "None of the 100 deals were won.")]
    [InlineData(true, "All of the 100 deals were won: there is nothing to compare them with.")]
    public void One_outcome_alone_is_an_error(bool won, string message)
    {
        using var market = new DealMarket(100, _ => won);
        Error(market, new TrainingOptions()).ShouldBe(message);
    }

    [Fact]
    public void Hardly_any_of_one_outcome_are_an_error()
    {
        using var market = new DealMarket(100, account => account % 50 == 0);
        Error(market, new TrainingOptions()).ShouldStartWith("Of 100 deals, 2 were won and 98 were lost; at least 5 of each are needed.");
    }

    [Fact]
    public void Nothing_known_of_the_accounts_is_an_error()
    {
        using var market = new DealMarket(100, more: (_, fields) =>
        {
            fields.Remove("industry");
            fields.Remove("employees");
        });
        Error(market, new TrainingOptions()).ShouldStartWith("Nothing is known of the accounts whose deals ended");
    }

    [Fact]
    public void Fifty_deals_give_a_model_that_says_how_little_it_knows()
    {
        using var market = new DealMarket(50);
        StoredModel model = ScoreTrainer.Train(market.Workspace, ScoreDefinition.Fit, new TrainingOptions());
        model.Card.Notes.ShouldContain(note => note.StartsWith("Only 10 deals were held out", StringComparison.Ordinal));
        (model.Card.Test.Auc is null || model.Card.Test.Auc.High - model.Card.Test.Auc.Low > 0.2).ShouldBeTrue();
    }

    [Fact]
    public void Deals_of_chance_give_a_model_that_says_so()
    {
        using var market = new DealMarket(600, account => CounterRandom.Mix((ulong)account + 5) % 2 == 0);
        StoredModel model = ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, new TrainingOptions());
        model.Card.Test.Auc!.Low.ShouldBeLessThan(0.55);
        model.Card.Test.LogLoss.ShouldBeLessThan(model.Card.Test.BaseLogLoss + 0.05);
    }

    [Fact]
    public void Stopping_stores_nothing()
    {
        using var market = new DealMarket(200);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Should.Throw<OperationCanceledException>(() => ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, new TrainingOptions(), null, stopped.Token));
        ScoreModels.List(market.Workspace).Models.ShouldBeEmpty();
    }

    private static string Error(DealMarket market, TrainingOptions options) =>
        Should.Throw<UserErrorException>(() => ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, options)).Errors[0].Message;
}
