using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Tests.Audiences;

/// <summary>Holds what the tables say of their versions against what is in them, one step of writing after another.</summary>
internal sealed class TableStates(DuckDbConnection connection)
{
    private Dictionary<string, State> _before = [];

    /// <summary>Which tables changed since the last call, whose versions told so truly; fails where one did not.</summary>
    public IReadOnlyList<string> Check(DataCatalog catalog, string step)
    {
        IReadOnlyDictionary<string, TableVersion> versions = TableVersions.Read(connection);
        Dictionary<string, State> now = catalog.RowTypes.ToDictionary(
            TableNames.Table,
            type => new State(
                Rows(TableNames.Table(type)),
                type.Kind == RowKind.Event ? [] : [.. Rows(TableNames.History(type)).Order(StringComparer.Ordinal)],
                versions.GetValueOrDefault(TableNames.Table(type))),
            StringComparer.Ordinal);
        var changed = new List<string>();
        foreach ((string table, State state) in now)
        {
            State before = _before.GetValueOrDefault(table) ?? new State([], [], default);
            bool isSame = state.Rows.SequenceEqual(before.Rows, StringComparer.Ordinal) && state.History.SequenceEqual(before.History, StringComparer.Ordinal);
            (state.Version.Version == before.Version.Version).ShouldBe(isSame, $"{step}: the version of {table}");
            state.Version.Version.ShouldBeGreaterThanOrEqualTo(before.Version.Version, $"{step}: {table}");
            if (state.Version.Rewritten <= before.Version.Version)
            {
                state.Rows.Take(before.Rows.Count).ShouldBe(before.Rows, $"{step}: {table} only got rows at its end");
                state.History.ShouldBe(before.History, $"{step}: the past of {table}");
            }

            if (!isSame)
            {
                changed.Add(table);
            }
        }

        _before = now;
        return changed;
    }

    /// <summary>How a table's last step is marked: true where it was more than an append.</summary>
    public bool WasRewritten(string table) => _before[table].Version is var version && version.Rewritten == version.Version;

    /// <summary>The rows in the order of the table, known values only: when they were last confirmed is no part of them.</summary>
    private List<string> Rows(string table)
    {
        List<string> columns = connection.Query(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = $1 AND column_name <> '_verified_at' ORDER BY column_name", [table], row => row.GetRequiredText(0));
        string known = string.Join(", ", columns.Select(column => $"'{column}=' || CAST({SqlIdentifier.Quote(column)} AS VARCHAR)"));
        return connection.Query($"SELECT concat_ws('|', {known}) FROM {SqlIdentifier.Quote(table)}", [], row => row.GetRequiredText(0));
    }

    private sealed record State(List<string> Rows, List<string> History, TableVersion Version);
}
