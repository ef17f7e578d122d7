using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Checking;
using Strata.Language.Syntax;

namespace Strata.Platform.Cases;

/// <summary>How a case went on an engine.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Name">The case.</param>
/// <param name="Place">Where it is written.</param>
/// <param name="Failure">What was wrong, or null where it passed.</param>
public sealed record CaseResult(string Engine, string Name, SourceLocation Place, string? Failure)
{
    /// <summary>True where the case passed.</summary>
    public bool Passed => Failure is null;
}

/// <summary>Runs case files.</summary>
public static class CaseRunner
{
    /// <summary>Runs every case of a file, then its steps in order, on one engine. A fault of the engine fails the case, not the run.</summary>
    public static IEnumerable<CaseResult> Run(CaseFile file, ICaseEngine engine, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(engine);
        return RunAll(file, engine, cancellation);
    }

    private static IEnumerable<CaseResult> RunAll(CaseFile file, ICaseEngine engine, CancellationToken cancellation)
    {
        using ICaseSession session = engine.Open(file.Catalog);
        var checker = new DefinitionChecker(file.Catalog, file.Definitions);
        session.Prepare([.. Questions(file, checker)], file.Start);
        session.Observe(file.Rows, file.Start, file.Start);
        foreach (Case test in file.Cases)
        {
            yield return Result(test);
        }

        foreach (CaseStep step in file.Steps)
        {
            session.Observe(step.Rows, step.At, step.ObservedAt);
            foreach (Case expectation in step.Expectations)
            {
                yield return Result(expectation);
            }
        }

        CaseResult Result(Case test) => new(engine.Name, test.Name, test.Place, FailureOf(test, checker, session, cancellation));
    }

    private static IEnumerable<CaseQuestion> Questions(CaseFile file, DefinitionChecker checker)
    {
        IEnumerable<(Case Test, bool AsItHappens)> tests =
        [
            .. file.Cases.Select(test => (test, false)),
            .. file.Steps.SelectMany(step => step.Expectations.Select(test => (test, test.AsOf.Instant == step.At))),
        ];
        foreach ((Case test, bool asItHappens) in tests)
        {
            if (test is { Where: not null, Error: null } && checker.CheckExpression(test.Where, test.Of, test.Locate).Value is { } plan)
            {
                yield return new CaseQuestion(plan, test.AsOf, asItHappens);
            }
        }
    }

    private static string? FailureOf(Case test, DefinitionChecker checker, ICaseSession session, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<UserError> errors = test.SyntaxErrors;
            SegmentPlan? plan = null;
            if (test.Where is not null)
            {
                CheckResult<SegmentPlan> result = checker.CheckExpression(test.Where, test.Of, test.Locate);
                (plan, errors) = (result.Value, result.Errors);
            }

            if (test.Error is { } code)
            {
                return ErrorFailure(code, errors);
            }

            if (errors.Count > 0)
            {
                return "expected members, but the definition is refused: " + string.Join("; ", errors);
            }

            return TextFailure(test) ?? MemberFailure(test.Members!, session.Members(plan!, test.AsOf, cancellation));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return $"fault: {exception.GetType().Name}: {exception.Message}";
        }
    }

    private static string? ErrorFailure(string code, IReadOnlyList<UserError> errors)
    {
        if (errors.Any(error => error.Code == code))
        {
            return null;
        }

        return errors.Count == 0
            ? $"expected the error '{code}', but the definition is accepted"
            : $"expected the error '{code}', got {string.Join("; ", errors)}";
    }

    private static string? TextFailure(Case test)
    {
        if (test.Text is null)
        {
            return null;
        }

        string printed = SegmentPrinter.Print(test.Where!);
        return printed.Trim() == test.Text.Trim() ? null : $"expected the canonical text\n{test.Text.Trim()}\ngot\n{printed}";
    }

    private static string? MemberFailure(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        string[] missing = [.. expected.Except(actual, StringComparer.Ordinal)];
        string[] unexpected = [.. actual.Except(expected, StringComparer.Ordinal)];
        string?[] parts =
        [
            missing.Length == 0 ? null : $"missing {string.Join(", ", missing)}",
            unexpected.Length == 0 ? null : $"unexpected {string.Join(", ", unexpected)}",
            expected.Count != expected.Distinct(StringComparer.Ordinal).Count() ? "the file lists a member twice" : null,
            actual.Count != actual.Distinct(StringComparer.Ordinal).Count() ? "the engine gives a member twice" : null,
        ];
        string failure = string.Join("; ", parts.Where(part => part is not null));
        return failure.Length == 0 ? null : failure;
    }
}
