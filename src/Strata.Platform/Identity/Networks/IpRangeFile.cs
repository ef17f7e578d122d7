using System.Globalization;
using Strata.Language;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Identity.Networks;

/// <summary>
/// Reads the user's own ranges from a CSV file whose header names its columns: <c>range</c> (<c>203.0.113.0/24</c>, a first and last
/// address with a hyphen, or one address), or <c>first</c> and <c>last</c>; <c>account</c> (id, domain or name); and, where it has one,
/// <c>confidence</c> (above 0, at most 1; 1 where it is left out).
/// </summary>
public static class IpRangeFile
{
    private static readonly string[] RangeNames = ["range", "cidr", "ip_range", "network", "ip"];
    private static readonly string[] FirstNames = ["first", "start", "from", "ip_from", "start_ip"];
    private static readonly string[] LastNames = ["last", "end", "to", "ip_to", "end_ip"];
    private static readonly string[] AccountNames = ["account", "account_id", "domain", "company"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">Code <c>format</c>: columns are missing, or lines cannot be read; each is named.</exception>
    public static IReadOnlyList<IpRange> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Caller.FullPath(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException("file", $"{path} cannot be read: {fault.Message}", fix: "Name a CSV file.");
        }

        string[] header = lines.Length == 0 ? [] : [.. Cells(lines[0]).Select(name => name.ToLowerInvariant().Replace(' ', '_'))];
        var columns = new Columns(Find(header, RangeNames), Find(header, FirstNames), Find(header, LastNames), Find(header, AccountNames), Find(header, ["confidence"]));
        if (columns.Account < 0 || (columns.Range < 0 && (columns.First < 0 || columns.Last < 0)))
        {
            throw new UserErrorException(
                "format",
                $"{Path.GetFileName(path)} lacks {(columns.Account < 0 ? "the account" : "the range")}.",
                new SourceLocation(path, 1, 1),
                "Its first line names the columns: range,account or first,last,account, and confidence where you have it.");
        }

        var errors = new List<UserError>();
        var ranges = new List<IpRange>();
        for (int i = 1; i < lines.Length; i++)
        {
            if (!string.IsNullOrWhiteSpace(lines[i]))
            {
                string? wrong = Add(Cells(lines[i]), columns, ranges);
                if (wrong is not null)
                {
                    errors.Add(new UserError("format", wrong, new SourceLocation(path, i + 1, 1), "Mend the line; nothing of the file was taken."));
                }
            }
        }

        return errors.Count == 0 ? ranges : throw new UserErrorException(errors);
    }

    private static string? Add(string[] cells, Columns columns, List<IpRange> ranges)
    {
        string Cell(int column) => column >= 0 && column < cells.Length ? cells[column] : "";
        string text = columns.Range >= 0 ? Cell(columns.Range) : $"{Cell(columns.First)}-{Cell(columns.Last)}";
        if (!IpRange.TryParse(text, out UInt128 first, out UInt128 last))
        {
            return $"'{text}' is no range of addresses.";
        }

        if (Cell(columns.Account).Length == 0)
        {
            return "The line names no account.";
        }

        double confidence = 1;
        string said = Cell(columns.Confidence);
        if (said.Length > 0 && !(double.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out confidence) && confidence is > 0 and <= 1))
        {
            return $"'{said}' is no confidence above 0 and at most 1.";
        }

        ranges.Add(new IpRange(first, last, Cell(columns.Account), confidence));
        return null;
    }

    private static int Find(string[] header, string[] names) => Array.FindIndex(header, name => names.Contains(name, StringComparer.Ordinal));

    /// <summary>Cells divided by commas or semicolons; one in double quotes may hold them.</summary>
    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        bool quoted = false;
        foreach (char unit in line.TrimStart('\uFEFF'))
        {
            if (unit == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && unit is ',' or ';' or '\t')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(unit);
            }
        }

        cells.Add(cell.ToString().Trim());
        return [.. cells];
    }

    private readonly record struct Columns(int Range, int First, int Last, int Account, int Confidence);
}
