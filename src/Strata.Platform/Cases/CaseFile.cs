using NodaTime;
using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Time;

namespace Strata.Platform.Cases;

/// <summary>A file of tests of definitions (language.md section 8), read and typed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Catalog">The shipped catalog with what the file adds.</param>
/// <param name="Zone">The zone of the file's bare dates.</param>
/// <param name="Rows">The rows that are there from the start, in the order of the file.</param>
/// <param name="Definitions">What the cases may refer to.</param>
/// <param name="Cases">The cases.</param>
/// <param name="Steps">What happens under the clock that the test moves, in the order of the file.</param>
public sealed record CaseFile(
    string Path,
    DataCatalog Catalog,
    DateTimeZone Zone,
    IReadOnlyList<CaseRow> Rows,
    DefinitionSet Definitions,
    IReadOnlyList<Case> Cases,
    IReadOnlyList<CaseStep> Steps)
{
    /// <summary>An instant before every instant that the file asks about: when its rows were observed.</summary>
    public long Start => Cases.Select(test => test.AsOf.Instant)
        .Concat(Steps.Select(step => step.At))
        .Concat(Steps.SelectMany(step => step.Expectations).Select(test => test.AsOf.Instant))
        .DefaultIfEmpty(0)
        .Min() - 1;
}

/// <summary>One row of data.</summary>
/// <param name="Type">What it is a row of.</param>
/// <param name="Values">Its values by name, typed as <see cref="Strata.Warehouse.Load.RowLoader"/> takes them.</param>
/// <param name="Where">Where it is written.</param>
public sealed record CaseRow(RowType Type, IReadOnlyDictionary<string, object?> Values, SourceLocation Where);

/// <summary>One test: an expression and who is in, or the code of the error that it must give.</summary>
/// <param name="Name">Its name; the expression where it has none.</param>
/// <param name="Of">What the expression selects.</param>
/// <param name="Where">The expression; null where its text is wrong.</param>
/// <param name="SyntaxErrors">The errors of its text.</param>
/// <param name="Locate">Finds places of the expression in the file.</param>
/// <param name="AsOf">The instant and zone of the evaluation.</param>
/// <param name="Members">The ids expected, or null where an error is.</param>
/// <param name="Error">The code of the error expected, or null.</param>
/// <param name="Text">The canonical text expected, or null where the file does not say.</param>
/// <param name="Place">Where the case is written.</param>
public sealed record Case(
    string Name,
    EntityKind Of,
    Expr? Where,
    IReadOnlyList<UserError> SyntaxErrors,
    SourceLocator Locate,
    AsOf AsOf,
    IReadOnlyList<string>? Members,
    string? Error,
    string? Text,
    SourceLocation Place);

/// <summary>One step: the clock moves, rows are observed, expectations are checked.</summary>
/// <param name="At">The instant, in UTC microseconds.</param>
/// <param name="ObservedAt">When the rows were observed that come at that instant, in UTC microseconds; not after it.</param>
/// <param name="Rows">What comes at that instant.</param>
/// <param name="Expectations">What must hold then.</param>
public sealed record CaseStep(long At, long ObservedAt, IReadOnlyList<CaseRow> Rows, IReadOnlyList<Case> Expectations);
