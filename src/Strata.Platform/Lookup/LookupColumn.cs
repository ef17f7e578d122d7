using System.Text.Json;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Platform.Entities;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Lookup;

/// <summary>The values of one field of every account, as they stand in an answer: JSON in UTF-8, by ref. Values that are the same are kept once.</summary>
internal sealed class LookupColumn
{
    private const int MostShared = 100_000;
    private readonly RowType _type;
    private readonly FieldColumns _columns;
    private readonly Dictionary<object, byte[]> _shared = [];
    private byte[]?[] _values = [];

    /// <summary>Makes a column without values.</summary>
    /// <param name="account">What an account is.</param>
    /// <param name="field">The field; null for the account's id.</param>
    public LookupColumn(RowType account, FieldDefinition? field)
    {
        Field = field;
        Name = JsonEncodedText.Encode(field?.Name ?? "id");
        _type = new RowType(RowKind.Account, account.Name, field is null ? [] : [field]);
        _columns = new FieldColumns(_type);
    }

    /// <summary>The field; null for the id.</summary>
    public FieldDefinition? Field { get; }

    /// <summary>Its name in an answer.</summary>
    public JsonEncodedText Name { get; }

    /// <summary>The value of an account; empty where it is missing.</summary>
    public ReadOnlySpan<byte> this[long account]
    {
        get
        {
            byte[]?[] values = Volatile.Read(ref _values);
            return (ulong)account < (ulong)values.Length ? values[account] : default;
        }
    }

    /// <summary>Reads the values of all accounts, or of some again, for <see cref="Take"/>. By one thread at a time.</summary>
    public Cells Read(DuckDbConnection connection, IReadOnlyCollection<long>? only, CancellationToken cancellation = default)
    {
        string list = string.Concat(_columns.Names.Select(name => $", {SqlIdentifier.Quote(name)}"));
        using DuckDbResult result = connection.Query(
            $"SELECT ref, id{list} FROM account {(only is null ? "" : "WHERE ref IN (SELECT unnest($1::BIGINT[]))")}",
            only is null ? [] : [DuckDbValue.List([.. only])],
            cancellation: cancellation);
        var read = new List<(long Account, byte[]? Json)>();
        while (result.ReadChunk())
        {
            for (int at = 0; at < result.RowCount; at++)
            {
                DuckDbRow row = result.Row(at);
                read.Add((row.GetInt64(0), Value(row)));
            }
        }

        return new Cells(only, read);
    }

    /// <summary>Knows the values that were read. By one thread at a time; others read meanwhile.</summary>
    public void Take(Cells cells)
    {
        byte[]?[] values = _values;
        long length = cells.Read.Count == 0 ? 0 : cells.Read.Max(cell => cell.Account) + 1;
        if (length > values.Length)
        {
            Array.Resize(ref values, (int)Math.Max(length, values.Length + (values.Length / 4)));
        }

        var gone = new HashSet<long>(cells.Only ?? []);
        foreach ((long account, byte[]? json) in cells.Read)
        {
            values[account] = json;
            gone.Remove(account);
        }

        foreach (long account in gone.Where(account => account < values.Length))
        {
            values[account] = null;
        }

        Volatile.Write(ref _values, values);
    }

    private byte[]? Value(DuckDbRow row)
    {
        if (Field is null)
        {
            return JsonSerializer.SerializeToUtf8Bytes(row.GetRequiredText(1));
        }

        object? value = PlainValue.Of(_columns.ReadAll(row, 2)[0]);
        if (value is null or IReadOnlyList<string>)
        {
            return value is null ? null : JsonSerializer.SerializeToUtf8Bytes(value);
        }

        if (!_shared.TryGetValue(value, out byte[]? json))
        {
            json = JsonSerializer.SerializeToUtf8Bytes(value);
            if (_shared.Count < MostShared)
            {
                _shared.Add(value, json);
            }
        }

        return json;
    }

    /// <summary>What was read: of whom, null for everybody, and the values of those who are there.</summary>
    internal sealed record Cells(IReadOnlyCollection<long>? Only, List<(long Account, byte[]? Json)> Read);
}
