using System.Text;
using Strata.Language;
using Strata.Language.Sql;
using Strata.Platform.Import.Sniffing;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import.Reading;

/// <summary>Finds out how to read a file and makes it readable to the engine.</summary>
internal sealed class SourceReader(DuckDbConnection connection, ScratchFiles scratch, CancellationToken cancellation)
{
    /// <summary>Sniffs format, encoding and separator; what the engine cannot read as it is, is written anew.</summary>
    /// <param name="file">The file.</param>
    /// <param name="scan">What the first pass told.</param>
    /// <param name="maxLineBytes">The longest line accepted.</param>
    /// <exception cref="UserErrorException">Code <c>format</c>: the content is none of the formats that Strata reads.</exception>
    public SourceTable Open(InputFile file, ContentScan scan, int maxLineBytes)
    {
        if (TextEncodingSniffer.IsParquet(scan.Head))
        {
            return OpenParquet(file);
        }

        Encoding encoding = TextEncodingSniffer.Sniff(scan, file.Name);
        byte[] head = scan.Head;
        if (encoding is not UTF8Encoding)
        {
            string transcoded = scratch.NewFile("utf8");
            Transcoder.ToUtf8(file, encoding, transcoded, cancellation);
            file = file with { Path = transcoded, IsCompressed = false, Length = new FileInfo(transcoded).Length };
            head = ReadStart(transcoded);
        }

        string text = Encoding.UTF8.GetString(head);
        return text.AsSpan().TrimStart("\uFEFF \t\r\n") switch
        {
            ['[', ..] => OpenJsonArray(file),
            ['{', ..] => OpenJsonLines(file, maxLineBytes),
            _ => OpenDelimited(file, text, maxLineBytes),
        };
    }

    /// <summary>Opens a file that this product wrote: commas, UTF-8, a header.</summary>
    public SourceTable OpenCommaSeparated(InputFile file, ContentScan scan, int maxLineBytes)
    {
        string head = Encoding.UTF8.GetString(scan.Head);
        return OpenDelimited(file, new DelimitedDialect(',', DelimitedText.Read(head, ',').First(), IsAligned: false), maxLineBytes);
    }

    private SourceTable OpenDelimited(InputFile file, string head, int maxLineBytes) => OpenDelimited(file, DelimitedSniffer.Sniff(head, file.Name), maxLineBytes);

    private SourceTable OpenDelimited(InputFile file, DelimitedDialect dialect, int maxLineBytes)
    {
        if (dialect.IsAligned)
        {
            string csv = scratch.NewFile("csv");
            using (Stream content = file.OpenContent())
            {
                Transcoder.AlignedToCsv(content, csv, cancellation);
            }

            file = file with { Path = csv, IsCompressed = false };
        }

        SetPath(file.Path);
        char separator = dialect.IsAligned ? ',' : dialect.Separator;
        string columns = string.Join(", ", dialect.Columns.Select((_, i) => $"'c{i}': 'VARCHAR'"));
        string from =
            $$"""
            read_csv(getvariable('{{SourceTable.PathVariable}}'), auto_detect = false, header = true, delim = '{{(separator == '\t' ? "\t" : separator)}}',
                quote = '"', escape = '"', columns = { {{columns}} }, compression = '{{(file.IsCompressed ? "gzip" : "none")}}',
                max_line_size = {{maxLineBytes}}, buffer_size = {{BufferBytes(maxLineBytes)}}, strict_mode = false, store_rejects = true, rejects_table = '{{SourceTable.RejectsTable}}',
                rejects_scan = '{{SourceTable.ScanTable}}')
            """;
        return new SourceTable(from, dialect.Columns, CollectsRejects: true, HeaderLines: 1, separator);
    }

    private SourceTable OpenJsonLines(InputFile file, int maxLineBytes)
    {
        SetPath(file.Path);
        connection.Execute(
            $$"""
            CREATE OR REPLACE TEMP TABLE import_json AS
            SELECT CASE WHEN json_valid(line) THEN CAST(line AS JSON) END AS json, line
            FROM read_csv(getvariable('{{SourceTable.PathVariable}}'), auto_detect = false, header = false, delim = '\x01', quote = '', escape = '',
                columns = { 'line': 'VARCHAR' }, compression = '{{(file.IsCompressed ? "gzip" : "none")}}', max_line_size = {{maxLineBytes}},
                buffer_size = {{BufferBytes(maxLineBytes)}}, store_rejects = true, rejects_table = '{{SourceTable.RejectsTable}}', rejects_scan = '{{SourceTable.ScanTable}}')
            """,
            [],
            progress: null,
            cancellation);
        return OpenJson(file.Name);
    }

    private SourceTable OpenJsonArray(InputFile file)
    {
        SetPath(file.Path);
        try
        {
            connection.Execute(
                $"""
                CREATE OR REPLACE TEMP TABLE import_json AS
                SELECT json, CAST(json AS VARCHAR) AS line
                FROM read_json_objects(getvariable('{SourceTable.PathVariable}'), format = 'array', compression = '{(file.IsCompressed ? "gzip" : "uncompressed")}')
                """,
                [],
                progress: null,
                cancellation);
        }
        catch (DuckDbException fault) when (fault.ErrorType is DuckDbErrorType.InvalidInput or DuckDbErrorType.Other)
        {
            throw new UserErrorException(
                [new UserError("format", $"{file.Name} is not a sound JSON array: {fault.Message}", Fix: "Mend it, or export one object a line (NDJSON), where only bad lines are left out.")],
                fault);
        }

        return OpenJson(file.Name);
    }

    private SourceTable OpenJson(string name)
    {
        List<string?> sample = connection.Query(
            "SELECT CAST(json AS VARCHAR) FROM import_json WHERE json IS NOT NULL LIMIT 20000", [], row => row.GetText(0), cancellation);
        IReadOnlyList<string> paths = JsonPaths.Of(sample!);
        if (paths.Count == 0)
        {
            throw new UserErrorException("format", $"{name} holds no JSON objects.", fix: "Give an array of objects, or one object a line.");
        }

        // Paths hold no quotes of either kind, so that they can stand in the statement.
        string cells = string.Join(", ", paths.Select((path, i) => $"json ->> '$.{JsonPaths.Quote(path)}' AS c{i}"));
        string broken = $"CASE WHEN json IS NULL THEN line END AS c{paths.Count}";
        return new SourceTable(
            $"(SELECT {cells}, {broken} FROM import_json)", [.. paths, "not_json"], CollectsRejects: false, HeaderLines: 0, HasBrokenCell: true);
    }

    private SourceTable OpenParquet(InputFile file)
    {
        SetPath(file.Path);
        const string Read = $"read_parquet(getvariable('{SourceTable.PathVariable}'))";
        try
        {
            List<(string Name, string Type)> columns =
                connection.Query($"DESCRIBE SELECT * FROM {Read}", [], row => (row.GetRequiredText(0), row.GetRequiredText(1)), cancellation);
            string cells = string.Join(", ", columns.Select((column, i) => $"{AsText(column.Name, column.Type)} AS c{i}"));
            return new SourceTable($"(SELECT {cells} FROM {Read})", [.. columns.Select(column => column.Name)], CollectsRejects: false, HeaderLines: 0);
        }
        catch (DuckDbException fault)
        {
            throw new UserErrorException([new UserError("format", $"{file.Name} is not a sound Parquet file: {fault.Message}")], fault);
        }
    }

    private static string AsText(string column, string type)
    {
        string name = SqlIdentifier.Quote(column);
        return type.EndsWith(']') || type.StartsWith("STRUCT", StringComparison.Ordinal) ? $"CAST(to_json({name}) AS VARCHAR)" : $"CAST({name} AS VARCHAR)";
    }

    /// <summary>What the engine reads at once. By itself it takes 16 times the longest line, for each of its threads and the one read ahead.</summary>
    private static int BufferBytes(int maxLineBytes) => 2 * maxLineBytes;

    private void SetPath(string path) => connection.Execute($"SET VARIABLE {SourceTable.PathVariable} = $1", path);

    private static byte[] ReadStart(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] head = new byte[(int)Math.Min(ContentScan.HeadBytes, stream.Length)];
        stream.ReadExactly(head);
        return head;
    }
}
