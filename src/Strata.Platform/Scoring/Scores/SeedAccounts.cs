using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Platform.Yaml;

namespace Strata.Platform.Scoring.Scores;

/// <summary>Accounts that others are to be like.</summary>
/// <param name="Accounts">Their numbers in the warehouse.</param>
/// <param name="Unknown">What a file names that is no account, or more than one.</param>
public sealed record SeedAccounts(IReadOnlyCollection<long> Accounts, IReadOnlyList<string> Unknown)
{
    private static readonly string[] Headers = ["id", "account_id", "account id", "domain", "name", "account", "company"];

    /// <summary>The members of a segment of accounts, now.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: the segment is one of contacts.</exception>
    public static IReadOnlyCollection<long> Of(Workspace workspace, IAudienceEngine engine, SegmentSelection selection, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(selection);
        if (selection.Plan.Of != EntityKind.Account)
        {
            throw new UserErrorException("argument", $"{selection.Label} is a segment of contacts; look-alikes are accounts.", fix: "Name a segment of accounts.");
        }

        MemberSet members = engine.Members(selection.Plan, workspace.Now, cancellation);
        return [.. members.Refs.Positions().Select(position => (long)position)];
    }

    /// <summary>The accounts that a file names: one a line, or in the first column with a header such as <c>id</c> or <c>domain</c>.</summary>
    /// <exception cref="UserErrorException">Code <c>file</c>: it cannot be read.</exception>
    public static SeedAccounts Read(Workspace workspace, string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        string[] lines = [.. TextFile.Read(path).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        string[] header = lines.Length == 0 ? [] : Cells(lines[0]);
        int column = Array.FindIndex(header, cell => Headers.Contains(cell.ToLowerInvariant(), StringComparer.Ordinal));
        string[] names =
        [
            .. (column < 0 ? lines : lines.Skip(1)).Select(line => Cells(line) is var cells && cells.Length > Math.Max(column, 0) ? cells[Math.Max(column, 0)] : "")
                .Where(name => name.Length > 0).Distinct(StringComparer.Ordinal),
        ];
        return Find(workspace, names, cancellation);
    }

    /// <summary>The accounts of these ids, domains or names.</summary>
    public static SeedAccounts Find(Workspace workspace, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(names);
        var places = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        HashSet<string> wanted = [.. names, .. names.Select(TextFolding.Fold)];
        workspace.Connection.Query(
            "SELECT ref, id, \"domain.folded\", \"name.folded\" FROM account",
            [],
            row =>
            {
                for (int way = 1; way <= 3; way++)
                {
                    if (row.GetText(way) is { } name && wanted.Contains(name))
                    {
                        string key = $"{way} {name}";
                        (places.TryGetValue(key, out List<long>? known) ? known : places[key] = []).Add(row.GetInt64(0));
                    }
                }

                return true;
            },
            cancellation);
        var found = new HashSet<long>();
        var unknown = new List<string>();
        foreach (string name in names)
        {
            string folded = TextFolding.Fold(name);
            string[] keys = [$"1 {name}", $"2 {folded}", $"3 {folded}"];
            if (keys.Select(key => places.GetValueOrDefault(key)).FirstOrDefault(known => known is not null) is { Count: 1 } account)
            {
                found.Add(account[0]);
            }
            else
            {
                unknown.Add(name);
            }
        }

        return new(found, unknown);
    }

    private static string[] Cells(string line) => [.. line.Split(',', ';', '\t').Select(cell => cell.Trim().Trim('"'))];
}
