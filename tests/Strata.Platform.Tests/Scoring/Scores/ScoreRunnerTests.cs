using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Scoring;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Segments.Library;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Tests.Scoring.Scores;

public sealed class ScoreRunnerTests
{
    private const long Day = 86_400_000_000L;

    [Fact]
    public void Scores_become_fields_that_definitions_use()
    {
        using var market = new DealMarket(900);
        ScoreTrainer.Train(market.Workspace, ScoreDefinition.Fit, new TrainingOptions());
        ScoreTrainer.Train(market.Workspace, ScoreDefinition.Win, new TrainingOptions());
        ScoringReport report = ScoreRunner.Run(market.Workspace, []);
        report.Changed.ShouldBe(900);
        report.Runs.Select(run => run.Score).ShouldBe(["fit", "win", "engagement", "intent"]);
        Count(market, "win_score > 45 and fit_grade in (\"A\", \"B\")").ShouldBe(300);
        Count(market, "win_score > 45 and industry = \"SaaS\"").ShouldBe(300);
        Count(market, "engagement_score = 0 and churn_score is unknown").ShouldBe(900);
        market.Workspace.Written!.Accounts.Count.ShouldBe(900);

        ScoringReport again = ScoreRunner.Run(market.Workspace, ["win"]);
        again.Changed.ShouldBe(0);
        again.Runs[0].Drift!.Value.ShouldBe(0, 1e-9);
    }

    [Fact]
    public void What_a_person_imported_is_kept()
    {
        using var market = new DealMarket(20, more: (account, fields) => fields["fit_score"] = account == 0 ? 5 : null);
        Write(market, 10, "fit_score").ShouldBe(new ScoreWriting(0, 1));
        Count(market, "fit_score = 5").ShouldBe(1);
    }

    [Fact]
    public void An_account_that_has_no_score_any_more_has_none()
    {
        using var market = new DealMarket(20);
        Write(market, 10, "score_a");
        ScoreWriter.Write(market.Workspace, [], [new(new FieldDefinition("score_a", FieldType.Number)) { Numbers = [] }], CancellationToken.None).Changed.ShouldBe(1);
        Count(market, "score_a is known").ShouldBe(0);
    }

    [Fact]
    public void A_field_of_another_type_is_not_written_to()
    {
        using var market = new DealMarket(20);
        Should.Throw<UserErrorException>(() => Write(market, 1, "industry")).Errors[0].Message.ShouldContain("'industry'");
    }

    [Fact]
    public void A_score_without_a_model_is_an_error()
    {
        using var market = new DealMarket(20);
        Should.Throw<UserErrorException>(() => ScoreRunner.Run(market.Workspace, ["win"])).Errors[0].Message.ShouldBe("The score 'win' has no model yet.");
        Should.Throw<UserErrorException>(() => ScoreRunner.Run(market.Workspace, ["wins"])).Errors[0].Message.ShouldBe("There is no score 'wins' to train.");
    }

    [Fact]
    public void Engagement_decays_counts_people_and_weighs_what_they_do()
    {
        using var market = new DealMarket(6);
        long now = market.Workspace.Now.Instant;
        DuckDbConnection connection = market.Workspace.Connection;
        void Event(string table, string id, int account, double daysAgo, int contact) => connection.Execute(
            $"INSERT INTO {table} (id, ts, account_ref, contact_ref) VALUES ($1, make_timestamp($2), (SELECT ref FROM account WHERE id = $3), $4)",
            id, now - (long)(daysAgo * Day), $"a{account:00000}", (long)contact);
        Event("event_meeting", "1", 0, 0.001, 1);
        Event("event_meeting", "2", 1, 21.001, 1);
        Event("event_meeting", "3", 2, 0.001, 1);
        Event("event_meeting", "4", 2, 0.001, 2);
        Event("event_email_open", "5", 3, 0.001, 1);
        ScoreRunner.Run(market.Workspace, ["engagement"]);
        double[] scores = [.. connection.Query("SELECT engagement_score / 1e4 FROM account ORDER BY id", [], row => row.GetDouble(0))];

        // 10 / (10 + 25); half of it three weeks ago; twice, by two people; next to nothing; nothing.
        scores[0].ShouldBe(29);
        scores[1].ShouldBe(17);
        scores[2].ShouldBe(Math.Round(100 * 20 * (1 + Math.Log(2)) / ((20 * (1 + Math.Log(2))) + 25)));
        scores[3].ShouldBe(1);
        scores[4].ShouldBe(0);
    }

    [Fact]
    public void Intent_is_a_surge_and_not_a_habit()
    {
        using var market = new DealMarket(3);
        long now = market.Workspace.Now.Instant;
        DuckDbConnection connection = market.Workspace.Connection;
        int number = 0;
        void Signals(int account, int from, int to, int each)
        {
            for (int day = from; day < to; day++)
            {
                for (int turn = 0; turn < each; turn++)
                {
                    connection.Execute(
                        "INSERT INTO event_intent (id, ts, account_ref, topic, \"topic.folded\") VALUES ($1, make_timestamp($2), (SELECT ref FROM account WHERE id = $3), 'CRM', 'crm')",
                        $"i{number++}", now - ((long)day * Day) - 1000, $"a{account:00000}");
                }
            }
        }

        Signals(0, 0, 180, 1);
        Signals(1, 0, 30, 1);
        ScoreRunner.Run(market.Workspace, ["intent"]);
        double[] scores = [.. connection.Query("SELECT intent_score / 1e4 FROM account ORDER BY id", [], row => row.GetDouble(0))];
        scores[0].ShouldBeLessThan(10);
        scores[1].ShouldBe(91);
        scores[2].ShouldBe(0);
    }

    [Fact]
    public void Lookalikes_are_like_them_and_say_why()
    {
        using var market = new DealMarket(900);
        long[] software = [.. market.Workspace.Connection.Query("SELECT ref FROM account WHERE industry = 'SaaS' AND id < 'a00600'", [], row => row.GetInt64(0))];
        var found = Lookalikes.Find(market.Workspace, software, 100);
        found.Seeds.ShouldBe(200);
        found.Accounts.Count.ShouldBe(100);
        found.Accounts.ShouldAllBe(account => account.Reasons[0].Feature.StartsWith("industry"));
        found.Accounts.ShouldAllBe(account => DealMarket.IsSoftware(int.Parse(account.AccountId.Substring(1))));
        Should.Throw<UserErrorException>(() => Lookalikes.Find(market.Workspace, [.. software.Take(3)], 10)).Errors[0].Message.ShouldStartWith("3 accounts are too few");
    }

    [Fact]
    public void A_file_names_accounts_by_id_domain_or_name()
    {
        using var market = new DealMarket(20, more: (account, fields) => fields["domain"] = $"c{account}.example");
        SeedAccounts found = SeedAccounts.Find(market.Workspace, ["a00003", "C4.example", "company 5", "nobody"], CancellationToken.None);
        found.Accounts.Count.ShouldBe(3);
        found.Unknown.ShouldBe(["nobody"]);
    }

    private static ScoreWriting Write(DealMarket market, double value, string field)
    {
        long account = market.Workspace.Connection.QueryScalar<long>("SELECT min(ref) FROM account");
        return ScoreWriter.Write(market.Workspace, [account], [new(new FieldDefinition(field, FieldType.Number)) { Numbers = [value] }], CancellationToken.None);
    }

    private static long Count(DealMarket market, string where) => market.Workspace.Engine("duckdb").Count(
        SegmentSelection.FindInText(market.Workspace.Library, where, EntityKind.Account).Plan, market.Workspace.Now, CancellationToken.None);
}
