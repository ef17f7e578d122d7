using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Store;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Ingest.Store;

public sealed class PendingTableTests : IDisposable
{
    private static readonly RowType Type = new(
        RowKind.Event,
        "sample",
        [
            new FieldDefinition("label", FieldType.Text), new FieldDefinition("kinds", FieldType.Set), new FieldDefinition("amount", FieldType.Money),
            new FieldDefinition("done", FieldType.Boolean), new FieldDefinition("until", FieldType.Date),
        ]);

    private readonly WarehouseStore _store;
    private readonly DuckDbConnection _connection;

    public PendingTableTests()
    {
        _store = WarehouseStore.OpenInMemory(ShippedCatalog.Load().With([Type]));
        _connection = _store.Connect();
    }

    [Fact]
    public void Every_type_of_value_is_stored_as_an_import_stores_it()
    {
        var pending = new PendingTable(Type);
        pending.Add(Event("written", "Grüße ", "grüsse", ["B", "É"], ["b", "é"], 125_000, true, 77));
        pending.Add(Event("missing"));
        pending.WriteTo(_connection);
        var loader = new RowLoader(_connection, _store.Catalog);
        loader.Upsert(
            Type,
            [
                Row("id", "loaded", "ts", 5L, "label", "Grüße", "kinds", new[] { "B", "É" }, "amount", 12.5m, "done", true, "until", 77L, "source", "tracking"),
                Row("id", "nothing", "ts", 5L, "source", "tracking"),
            ],
            1);

        Dictionary<string, string> rows = _connection
            .Query("SELECT id, concat_ws('|', ts, trim(label), \"label.folded\", kinds, \"kinds.folded\", amount, done, until, source, \"source.folded\") FROM event_sample", [], row => (row.GetRequiredText(0), row.GetRequiredText(1)))
            .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);
        rows["written"].ShouldBe(rows["loaded"]);
        rows["missing"].ShouldBe(rows["nothing"]);
    }

    [Fact]
    public void Many_rows_are_written_and_the_room_is_used_again()
    {
        var pending = new PendingTable(Type);
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 5_000; i++)
            {
                pending.Add(Event($"{round}-{i}", $"Label {i}", $"label {i}", ["x", $"{i}"], ["x", $"{i}"], i, i % 2 == 0, i));
            }

            pending.WriteTo(_connection);
            pending.Clear();
            pending.Rows.ShouldBe(0);
        }

        _connection.QueryScalar<long>("SELECT count(DISTINCT id) FROM event_sample").ShouldBe(15_000);
        _connection.QueryScalar<long>(
            "SELECT count(*) FROM event_sample WHERE id = '1-4321' AND label = 'Label 4321' AND amount = 4321 AND NOT done AND \"kinds.folded\" = ['x', '4321']").ShouldBe(1);
    }

    [Fact]
    public void A_text_that_comes_again_and_again_is_stored_with_each_row()
    {
        const int Rows = 9_000, Texts = 2_500;
        string[] texts = [.. Enumerable.Range(0, Texts).Select(i => $"Text {i}")], folded = [.. texts.Select(text => text.ToLowerInvariant())];
        var pending = new PendingTable(Type);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < Rows; i++)
            {
                int text = i * i % (i % 2 == 0 ? 7 : Texts);
                pending.Add(Event($"{round}-{i}", texts[text], folded[text], amount: text));
            }

            pending.WriteTo(_connection);
            pending.Clear();
        }

        _connection.QueryScalar<long>("SELECT count(*) FROM event_sample WHERE label = 'Text ' || amount AND \"label.folded\" = 'text ' || amount").ShouldBe(2 * Rows);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _store.Dispose();
    }

    private static IngestedEvent Event(
        string id, string? written = null, string? folded = null, string[]? kinds = null, string[]? foldedKinds = null, long? amount = null, bool? done = null,
        long? until = null) => new(
            new EventRow(
                Type,
                id,
                5,
                null,
                [
                    DataValue.OfText(written, folded), DataValue.OfSet(kinds, foldedKinds), amount is { } units ? DataValue.OfUnits(units) : default,
                    done is { } truth ? DataValue.OfBoolean(truth) : default, until is { } instant ? DataValue.OfInstant(instant) : default,
                    DataValue.OfText("tracking", "tracking"),
                ]),
            null, null, null, null);

    private static Dictionary<string, object?> Row(params object?[] pairs) =>
        pairs.Chunk(2).ToDictionary(pair => (string)pair[0]!, pair => pair[1], StringComparer.Ordinal);
}
