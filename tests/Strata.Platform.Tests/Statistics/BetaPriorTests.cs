using Strata.Platform.Statistics;

namespace Strata.Platform.Tests.Statistics;

public sealed class BetaPriorTests
{
    /// <summary>Shares drawn from a known beta distribution teach that distribution.</summary>
    [Theory]
    [InlineData(6, 14)]
    [InlineData(30, 70)]
    public void Recovers_the_distribution_that_shares_come_from(double alpha, double beta)
    {
        var random = new Random(11);
        double[] trials = [.. Enumerable.Range(0, 3000).Select(_ => (double)random.Next(5, 200))];
        double[] successes = [.. trials.Select(count => (double)MathNet.Numerics.Distributions.Binomial.Sample(
            random, MathNet.Numerics.Distributions.Beta.Sample(random, alpha, beta), (int)count))];

        BetaPrior prior = BetaPrior.Fit(successes, trials);

        prior.Mean.ShouldBe(alpha / (alpha + beta), 0.01);
        prior.Strength.ShouldBe(alpha + beta, (alpha + beta) * 0.15);
    }

    [Fact]
    public void Few_trials_are_drawn_to_the_mean_and_many_are_not()
    {
        var prior = new BetaPrior(3, 7);

        prior.Shrink(2, 2).ShouldBe(5.0 / 12, 1e-12);
        prior.Shrink(800, 1000).ShouldBe(803.0 / 1010, 1e-12);
        Interval few = prior.Credible(2, 2), many = prior.Credible(800, 1000);
        few.Contains(5.0 / 12).ShouldBeTrue();
        (few.High - few.Low).ShouldBeGreaterThan(5 * (many.High - many.Low));
    }

    [Fact]
    public void Shares_that_differ_by_chance_alone_say_that_all_are_one()
    {
        BetaPrior.Fit([50, 51, 49, 50], [100, 100, 100, 100]).Strength.ShouldBe(10_000);
        BetaPrior.Fit([], []).Mean.ShouldBe(0.5);
    }
}
