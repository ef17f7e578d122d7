using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Cases;

namespace Strata.Platform.Tests.Cases;

public sealed class CaseFileTests
{
    private const string Data =
        """
        as_of: 2026-11-22T00:00:00Z
        accounts: [{id: a1, name: Acme, employees: 600}, {id: a2, employees: 5}]
        """;

    [Fact]
    public void The_example_of_the_language_page_passes()
    {
        CaseResult[] results = Run(
            """
            as_of: 2026-11-22T00:00:00Z
            zone: UTC
            catalog: {}
            accounts:     [{id: a1, name: Acme, industry: SaaS, employees: 600}, {id: a2, industry: Retail}]
            contacts:     [{id: c1, account: a1, seniority: VP}]
            technologies: [{account: a1, product: Salesforce, category: CRM}]
            opportunities: []
            events:
              - {id: e1, type: page_view, account: a1, contact: c1, ts: 2026-11-20T10:00:00Z, page: pricing, seconds: 42}
            cases:
              - {name: enterprise, of: accounts, where: employees >= 500, members: [a1]}
              - {where: employees >= "many", error: type}
            steps:
              - {at: 2026-11-23T00:00:00Z, expect: {where: 'any(page_view) in last 3 days', members: [a1]}}
              - {at: 2026-11-23T10:00:00Z, expect: {where: 'any(page_view) in last 3 days', members: []}}
              - {at: 2026-11-23T11:00:00Z, event: {id: e2, type: page_view, account: a2, ts: 2026-11-23T11:00:00Z}, expect: {where: 'any(page_view) in last 3 days', members: [a2]}}
            """);

        results.Select(result => result.Failure).ShouldAllBe(failure => failure == null);
        results.Length.ShouldBe(5);
    }

    [Fact]
    public void A_wrong_expectation_says_who_is_missing_and_who_is_too_many()
    {
        CaseResult result = Run(Data + "\ncases: [{where: employees > 100, members: [a2]}]").Single();

        result.Passed.ShouldBeFalse();
        result.Failure.ShouldBe("missing a2; unexpected a1");
        result.Place.Line.ShouldBe(3);
    }

    [Fact]
    public void An_expected_error_that_does_not_come_fails_the_case()
    {
        Run(Data + "\ncases: [{where: employees > 100, error: type}]").Single().Failure.ShouldBe("expected the error 'type', but the definition is accepted");
        Run(Data + "\ncases: [{where: employes > 100, error: type}]").Single().Failure!.ShouldContain("test.yaml:3:17: name:");
        Run(Data + "\ncases: [{where: employes > 100, members: []}]").Single().Failure!.ShouldContain("the definition is refused");
    }

    [Fact]
    public void A_case_may_expect_its_canonical_text()
    {
        Run(Data + "\ncases: [{where: 'EMPLOYEES>100', members: [a1], text: 'employees > 100'}]").Single().Failure.ShouldBeNull();
        Run(Data + "\ncases: [{where: 'EMPLOYEES>100', members: [a1], text: 'employees>100'}]").Single().Failure!.ShouldContain("canonical text");
    }

    [Theory]
    [InlineData("\nacounts: []\ncases: []", 3, 1, "has no key 'acounts'")]
    [InlineData("\ncases: [{were: x, members: []}]", 3, 10, "has no key 'were'")]
    [InlineData("\ncases: [{where: employees > 1}]", 3, 9, "either 'members' or 'error'")]
    [InlineData("\ncases: [{where: employees > 1, as_of: soon, members: []}]", 3, 39, "'soon' is not an instant")]
    [InlineData("\nzone: Mars/Olympus\ncases: []", 3, 7, "no time zone 'Mars/Olympus'")]
    [InlineData("\nevents: [{id: e1, type: page_vew, ts: 2026-11-20}]\ncases: []", 3, 25, "no event type 'page_vew'")]
    [InlineData("\ncontacts: [{id: c1, seniorty: VP}]\ncases: []", 3, 21, "'seniorty' is not a field of contact")]
    [InlineData("\ntechnologies: [{account: a1, confidence: high}]\ncases: []", 3, 42, "'high' is not")]
    [InlineData("\nsegments: {s: {where: 'employees >'}}\ncases: []", 3, 34, "")]
    public void A_fault_of_the_file_is_located(string rest, int line, int column, string message)
    {
        UserError error = Should.Throw<UserErrorException>(() => Read(Data + rest)).Errors.First(error => error.Message.Contains(message, StringComparison.Ordinal));

        error.Where.ShouldNotBeNull();
        (error.Where.File, error.Where.Line, error.Where.Column).ShouldBe(("test.yaml", line, column));
    }

    [Fact]
    public void Every_fault_of_a_file_is_reported_at_once()
    {
        string text = Data + "\nfoo: 1\nbar: 2\ncases: [{where: employees > 1}]";

        Should.Throw<UserErrorException>(() => Read(text)).Errors.Count.ShouldBe(3);
    }

    [Fact]
    public void A_file_without_an_instant_takes_the_one_given()
    {
        const string text = "accounts: [{id: a1, founded_at: 2026-01-01}]\ncases: [{where: founded_at in last 30 days, members: [a1]}]";
        var asOf = new AsOf(1_768_000_000_000_000, NodaTime.DateTimeZone.Utc);

        Should.Throw<UserErrorException>(() => Read(text)).Errors.Single().Message.ShouldContain("no instant");
        CaseFile file = CaseFiles.ReadText(text, "test.yaml", ShippedCatalog.Load(), asOf);
        CaseRunner.Run(file, new WarehouseCaseEngine(AudienceEngines.DuckDb)).Single().Failure.ShouldBeNull();
    }

    [Fact]
    public void An_engine_that_there_is_not_is_an_error()
    {
        Should.Throw<UserErrorException>(() => CaseEngines.Find("clickhouse")).Errors.Single().Code.ShouldBe("argument");
        Should.Throw<UserErrorException>(() => CaseEngines.Find("oracle")).Errors.Single().Code.ShouldBe("argument");
    }

    private static CaseFile Read(string text) => CaseFiles.ReadText(text, "test.yaml", ShippedCatalog.Load());

    private static CaseResult[] Run(string text) => [.. CaseRunner.Run(Read(text), new WarehouseCaseEngine(AudienceEngines.DuckDb))];
}
