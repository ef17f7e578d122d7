using System.Text;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Parsing;
using Strata.Platform.Import.Reading;
using Strata.Platform.Import.Recognition;
using Strata.Platform.Import.Sniffing;
using Strata.Platform.Import.Staging;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Import.Preview;

/// <summary>
/// Looks at a file as an import would, and changes nothing: what it is, where its columns would go, what is in them. What an import would
/// stop at is told with the rest, so that a person can mend it.
/// </summary>
/// <param name="store">The warehouse, whose catalog says what columns can go to.</param>
/// <param name="directory">The data directory, where temporary files are kept meanwhile.</param>
public sealed class FilePreviewer(WarehouseStore store, DataDirectory directory)
{
    private const int ShownRows = 20;
    private const int MostExamples = 5;
    private const int LongestExample = 120;

    /// <summary>Looks at a file.</summary>
    /// <param name="request">The file, the only one, and what is said of it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="UserErrorException">It is no file that can be read as rows at all.</exception>
    public FilePreview Look(ImportRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var scratch = new ScratchFiles(Path.Combine(directory.FullPath, "tmp"));
        using DuckDbConnection connection = store.Connect();
        ParseFunctions.Register(connection);
        connection.Execute($"SET VARIABLE {CellSql.ZoneVariable} = CAST($1 AS VARCHAR)", request.Zone.Id);
        InputFile file = InputFile.Open(request.Files[0], request.StandardInput, scratch, cancellation);
        ContentScan scan = ContentScan.Read(file, request.MaxLineBytes, cancellation);
        SourceTable source = new SourceReader(connection, scratch, cancellation).Open(file, scan, request.MaxLineBytes);
        List<string?[]> sample = source.Sample(connection, ImportPlan.SampleRows, cancellation);
        if (sample.Count == 0 && !ImportPlan.HasRows(connection, source, cancellation))
        {
            throw new UserErrorException("format", $"{file.Name} has a header and no rows.", fix: "Export it again with its rows.");
        }

        IReadOnlyList<ColumnProfile> profiles = ColumnProfile.Of(sample, source.DataColumns.Count);
        IReadOnlyList<KindScore> candidates = KindRecognizer.Score(file.Name, source.DataColumns);
        var problems = new List<UserError>();
        ImportMap map = Map(connection, source, file.Name, request, profiles, candidates, problems, cancellation);
        IReadOnlyList<MappingTarget> targets = MappingTargets.Of(map, store.Catalog);
        (string format, string? encoding) = FormatOf(scan, file.Name);
        return new FilePreview(
            format,
            encoding,
            source.CollectsRejects ? source.Separator : null,
            map,
            [.. candidates.Where(candidate => !candidate.Kind.StartsWith('!'))],
            [.. ImportPlan.Kinds(store.Catalog)],
            Columns(connection, source, map, profiles, targets, cancellation),
            targets,
            sample.Count,
            sample.Count == ImportPlan.SampleRows,
            [.. sample.Take(ShownRows)],
            problems);
    }

    private ImportMap Map(
        DuckDbConnection connection,
        SourceTable source,
        string name,
        ImportRequest request,
        IReadOnlyList<ColumnProfile> profiles,
        IReadOnlyList<KindScore> candidates,
        List<UserError> problems,
        CancellationToken cancellation)
    {
        IReadOnlyList<string> columns = source.DataColumns;
        ImportMap map = Attempt(
            () => request.MapFile is null
                ? ImportPlan.Choose(name, request.As, columns, profiles, candidates, store.Catalog)
                : ImportMapFile.Read(ImportPlan.ReadMap(request.MapFile), "The map", columns, store.Catalog),
            () => ImportPlan.Guess(request.As, columns, profiles, candidates, store.Catalog),
            problems);
        if (problems.Count == 0 && RequiredTargets.Missing(map) is { } missing)
        {
            problems.Add(new UserError("import", $"No column gives {missing}.", Fix: "Choose the column that does, or say that the file is something else."));
        }

        if (request.MapFile is null)
        {
            map = LateCodes.Keep(map, connection, source, profiles, cancellation);
        }

        ImportMap undecided = map;
        return Attempt(() => new DateOrders(connection, source, profiles, cancellation).Decide(undecided, request.Dates, name), () => undecided, problems);
    }

    private static ImportMap Attempt(Func<ImportMap> sure, Func<ImportMap> otherwise, List<UserError> problems)
    {
        try
        {
            return sure();
        }
        catch (UserErrorException wrong)
        {
            problems.AddRange(wrong.Errors);
            return otherwise();
        }
    }

    private static List<ColumnPreview> Columns(
        DuckDbConnection connection,
        SourceTable source,
        ImportMap map,
        IReadOnlyList<ColumnProfile> profiles,
        IReadOnlyList<MappingTarget> targets,
        CancellationToken cancellation)
    {
        List<(long Count, string? Example)> unreadable = Unreadable(connection, source, map, cancellation);
        var previews = new List<ColumnPreview>(map.Columns.Count);
        for (int i = 0; i < map.Columns.Count; i++)
        {
            ColumnProfile profile = profiles[i];
            previews.Add(new ColumnPreview(
                map.Columns[i].Column,
                profile.Filled,
                profile.Distinct.Count,
                [.. profile.Distinct.Take(MostExamples).Select(Shorten)],
                unreadable[i].Count,
                unreadable[i].Example is { } example ? Shorten(example) : null,
                MappingTargets.Suggest(map, map.Columns[i], profile, targets)));
        }

        return previews;
    }

    /// <summary>The cells of the sample that say something and could not be read, column by column.</summary>
    private static List<(long Count, string? Example)> Unreadable(DuckDbConnection connection, SourceTable source, ImportMap map, CancellationToken cancellation)
    {
        string[] tests = [.. map.Columns.Select((column, i) => Test(column, $"c{i}"))];
        string counts = string.Join(", ", tests.Select((test, i) => $"CAST(count(*) FILTER ({test}) AS BIGINT), any_value(c{i}) FILTER ({test})"));
        SourceTable.ForgetRejects(connection);
        List<(long, string?)> found = connection.Query(
            $"SELECT {counts} FROM (SELECT * FROM {source.FromSql} LIMIT {ImportPlan.SampleRows})",
            [],
            row =>
            {
                var read = new List<(long, string?)>(tests.Length);
                for (int i = 0; i < tests.Length; i++)
                {
                    read.Add((row.GetInt64(2 * i), row.GetText((2 * i) + 1)));
                }

                return read;
            },
            cancellation)[0];
        SourceTable.ForgetRejects(connection);
        return found;
    }

    private static string Test(ColumnMap column, string cell) => column switch
    {
        { Target: null } => "false",
        { Target: "ts" or "observed_at", Type: null } => CellSql.IsUnreadable(CellSql.Date(cell, column.Dates), cell),
        { Type: FieldType.Number or FieldType.Money or FieldType.Boolean or FieldType.Date } => CellSql.IsUnreadable(CellSql.Value(column, cell), cell),
        _ => "false",
    };

    private static (string Format, string? Encoding) FormatOf(ContentScan scan, string name)
    {
        if (TextEncodingSniffer.IsParquet(scan.Head))
        {
            return ("parquet", null);
        }

        Encoding encoding = TextEncodingSniffer.Sniff(scan, name);
        string head = encoding.GetString(scan.Head.AsSpan(0, Math.Min(scan.Head.Length, 256)));
        return (head.AsSpan().TrimStart("\uFEFF \t\r\n") is ['[' or '{', ..] ? "json" : "delimited", encoding is UTF8Encoding ? "UTF-8" : encoding is UnicodeEncoding ? "UTF-16" : "Windows-1252");
    }

    private static string Shorten(string text) => text.Length <= LongestExample ? text : $"{text[..LongestExample]}…";
}
