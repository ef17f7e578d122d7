using System.Globalization;
using System.Text;
using Strata.Language.Catalog;
using Strata.Platform.Import;
using Strata.Platform.Quality.Duplicates;
using Strata.Platform.Tests.Segments.Library;
using Strata.Testing;
using Xunit.Abstractions;

namespace Strata.Platform.Tests.Quality.Duplicates;

/// <summary>
/// Sets of records of which it is known who is one, imported as anybody would import them, without a map. The bounds are below what is measured
/// (docs/quality.md) and above what users can live with.
/// </summary>
public sealed class TruthSetTests(ITestOutputHelper output) : IDisposable
{
    private readonly TestWorkspace _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("dataset1.csv", 0.99, 0.98)]
    [InlineData("dataset2.csv", 0.98, 0.95)]
    public void People_of_febrl(string file, double precision, double recall)
    {
        if (SharedData.Require(output, $"duplicates/febrl/{file}") is { } path)
        {
            Import(path, "contacts");
            string[] ids = Ids("contact");

            Judge(EntityKind.Contact, Pairs(ids.GroupBy(id => id.Split('-')[1]))).ShouldReach(precision, recall);
        }
    }

    [Theory]
    [InlineData("PERSON", EntityKind.Contact, 0.9, 0.7)]
    [InlineData("ORGANIZATION", EntityKind.Account, 0.9, 0.7)]
    public void People_and_organisations_of_three_sources(string type, EntityKind of, double precision, double recall)
    {
        if (SharedData.Require(output, "duplicates/senzing") is not { } folder)
        {
            return;
        }

        foreach (string source in new[] { "customers", "reference", "watchlist" })
        {
            if (Of(type, Path.Combine(folder, source + ".csv"), source) is { } path)
            {
                Import(path, of == EntityKind.Contact ? "contacts" : "accounts");
            }
        }

        var ids = Ids(of == EntityKind.Contact ? "contact" : "account").ToHashSet(StringComparer.Ordinal);
        Judge(of, Pairs(File.ReadLines(Path.Combine(folder, "actual_truthset_key.csv")).Skip(1).Select(line => line.Trim().Split(','))
            .Select(parts => (Cluster: parts[1], Id: $"{parts[2]}-{parts[3]}")).Where(record => ids.Contains(record.Id)).GroupBy(record => record.Cluster, record => record.Id))).ShouldReach(precision, recall);
    }

    /// <summary>The records of a type, their ids with the source before, in a file of their own; null where there are none.</summary>
    private string? Of(string type, string path, string source)
    {
        List<string[]> rows = [.. File.ReadLines(path).Select(Cells)];
        int typeAt = Array.IndexOf(rows[0], "RECORD_TYPE"), idAt = Array.IndexOf(rows[0], "RECORD_ID"), sourceAt = Array.IndexOf(rows[0], "DATA_SOURCE");
        int[] kept = [.. Enumerable.Range(0, rows[0].Length).Where(i => i != typeAt && i != sourceAt && !rows[0][i].StartsWith("REL_", StringComparison.Ordinal) && rows[0][i] is not ("DATE" or "STATUS" or "AMOUNT" or "CATEGORY"))];
        List<string[]> its = [.. rows.Skip(1).Where(row => row[typeAt] == type)];
        its.ForEach(row => row[idAt] = $"{row[sourceAt]}-{row[idAt]}");
        if (its.Count == 0)
        {
            return null;
        }

        string target = _test.PathOf($"{source}-{type}.csv");
        File.WriteAllLines(target, new[] { rows[0] }.Concat(its).Select(row => string.Join(',', kept.Select(i => $"\"{row[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
        return target;
    }

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }

    private void Import(string path, string kind) => new Importer(_test.Workspace.Warehouse, _test.Workspace.Directory, TimeProvider.System)
        .Import(new ImportRequest([path]) { As = kind }).Files.ShouldHaveSingleItem();

    private string[] Ids(string table) => [.. _test.Workspace.Connection.Query($"SELECT id FROM {table}", [], row => row.GetRequiredText(0))];

    private Judgement Judge(EntityKind of, HashSet<(string, string)> truth)
    {
        DuplicateList found = new DuplicateFinder(_test.Workspace).Find(of, DuplicateFinder.StandardScore, int.MaxValue, CancellationToken.None);
        HashSet<(string, string)> grouped = Pairs(found.Groups.Select(group => group.Members.Select(member => member.Id)));
        var judged = new Judgement((double)grouped.Count(truth.Contains) / Math.Max(1, grouped.Count), (double)grouped.Count(truth.Contains) / truth.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"precision {judged.Precision:0.000}, recall {judged.Recall:0.000}, {found.Compared} pairs compared"));
        return judged;
    }

    private static HashSet<(string, string)> Pairs(IEnumerable<IEnumerable<string>> groups) =>
        [.. groups.Select(group => group.Order(StringComparer.Ordinal).ToArray()).SelectMany(group => group.SelectMany((one, i) => group.Skip(i + 1).Select(other => (one, other))))];

    private sealed record Judgement(double Precision, double Recall)
    {
        public void ShouldReach(double precision, double recall)
        {
            Precision.ShouldBeGreaterThanOrEqualTo(precision);
            Recall.ShouldBeGreaterThanOrEqualTo(recall);
        }
    }
}
