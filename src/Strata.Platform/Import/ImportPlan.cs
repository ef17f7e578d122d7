using Strata.Language;
using Strata.Platform.Workspaces;
using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Reading;
using Strata.Platform.Import.Recognition;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import;

/// <summary>What a file is and where its columns go.</summary>
/// <param name="Map">The map.</param>
/// <param name="Candidates">What it could have been, best first.</param>
internal sealed record ImportPlan(ImportMap Map, IReadOnlyList<KindScore> Candidates)
{
    internal const int SampleRows = 5_000;
    private const double SureScore = 5;

    /// <summary>Recognises a file and its columns, or follows the map given.</summary>
    /// <exception cref="UserErrorException">Code <c>import</c>: it cannot be told what the file or a date in it is.</exception>
    public static ImportPlan Make(
        DuckDbConnection connection, SourceTable source, string fileName, ImportRequest request, DataCatalog catalog, CancellationToken cancellation)
    {
        IReadOnlyList<string> columns = source.DataColumns;
        IReadOnlyList<KindScore> candidates = KindRecognizer.Score(fileName, columns);
        List<string?[]> sample = source.Sample(connection, SampleRows, cancellation);
        if (sample.Count == 0 && !HasRows(connection, source, cancellation))
        {
            throw new UserErrorException("format", $"{fileName} has a header and no rows.", fix: "Export it again with its rows.");
        }

        IReadOnlyList<ColumnProfile> profiles = ColumnProfile.Of(sample, columns.Count);
        ImportMap map = request.MapFile is null
            ? Choose(fileName, request.As, columns, profiles, candidates, catalog)
            : ImportMapFile.Read(ReadMap(request.MapFile), request.MapFile, columns, catalog);
        RequiredTargets.Check(map, fileName);
        map = request.MapFile is null && sample.Count == SampleRows ? LateCodes.Keep(map, connection, source, profiles, cancellation) : map;
        map = new DateOrders(connection, source, profiles, cancellation).Decide(map, request.Dates, fileName);
        return new ImportPlan(map, candidates);
    }

    internal static ImportMap Choose(
        string fileName,
        string? kind,
        IReadOnlyList<string> columns,
        IReadOnlyList<ColumnProfile> profiles,
        IReadOnlyList<KindScore> candidates,
        DataCatalog catalog)
    {
        // Columns that an earlier import added to a file of rejects go first.
        ImportMap Build(string variant) => WithoutRejectColumns(new MapBuilder(catalog, columns, profiles).Build(variant));
        if (kind is not null)
        {
            CheckKind(kind, catalog);
            string variant = candidates.FirstOrDefault(candidate => candidate.Kind.Split(':')[0] == kind)?.Kind ?? kind;
            return Build(variant);
        }

        string lacking = "";
        foreach (KindScore candidate in candidates.Where(candidate => candidate.Score >= SureScore))
        {
            if (candidate.Kind.StartsWith('!'))
            {
                throw new UserErrorException(
                    "import",
                    $"{fileName} looks like {candidate.Kind[1..]}, which segments are not made of.",
                    fix: "If it is something else, say what with --as.");
            }

            ImportMap map = Build(candidate.Kind);
            string? missing = RequiredTargets.Missing(map);
            if (missing is null)
            {
                return map;
            }

            lacking += $" As {map.Kind} it lacks {missing}.";
        }

        string best = candidates.Count == 0 ? "nothing" : string.Join(", ", candidates.Take(3).Select(candidate => $"{candidate.Kind.TrimStart('!')} {candidate.Score}"));
        throw new UserErrorException(
            "import",
            $"It cannot be told what {fileName} is (best guesses: {best}; {SureScore} points are needed).{lacking} Its columns are {string.Join(", ", columns.Take(12))}.",
            fix: $"Say it with --as {string.Join('|', Kinds(catalog))}.");
    }

    private static void CheckKind(string kind, DataCatalog catalog)
    {
        if (!Kinds(catalog).Contains(kind, StringComparer.Ordinal))
        {
            throw new UserErrorException("argument", $"'{kind}' is not a kind of file.", fix: $"Say --as {string.Join('|', Kinds(catalog))}.");
        }
    }

    /// <summary>What a file may be said to be.</summary>
    internal static IEnumerable<string> Kinds(DataCatalog catalog) =>
        ["accounts", "contacts", .. catalog.Collections.Keys, "events", "opportunity_stages", "field_history"];

    /// <summary>The map of the best guess, however unsure it is: for a person to correct.</summary>
    internal static ImportMap Guess(
        string? kind, IReadOnlyList<string> columns, IReadOnlyList<ColumnProfile> profiles, IReadOnlyList<KindScore> candidates, DataCatalog catalog) =>
        WithoutRejectColumns(new MapBuilder(catalog, columns, profiles).Build(
            kind ?? candidates.FirstOrDefault(candidate => !candidate.Kind.StartsWith('!'))?.Kind ?? "accounts"));

    private static ImportMap WithoutRejectColumns(ImportMap map) => map with
    {
        Columns =
        [
            .. map.Columns.Select(column => Rejects.RejectFile.AddedColumns.Contains(column.Column, StringComparer.Ordinal)
                ? new ColumnMap(column.Column, null, Why: "added by an earlier import")
                : column),
        ],
    };

    /// <summary>A file may begin with many malformed lines and still have rows.</summary>
    internal static bool HasRows(DuckDbConnection connection, SourceTable source, CancellationToken cancellation)
    {
        bool any = connection.Query($"SELECT 1 FROM {source.FromSql} LIMIT 1", [], _ => true, cancellation).Count > 0
            || (source.CollectsRejects && connection.QueryScalar<bool>($"SELECT count(*) > 0 FROM {SourceTable.RejectsTable}"));
        SourceTable.ForgetRejects(connection);
        return any;
    }

    internal static string ReadMap(string path)
    {
        try
        {
            return File.ReadAllText(Caller.FullPath(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException([new UserError("file", $"The map {path} cannot be read: {fault.Message}")], fault);
        }
    }
}
