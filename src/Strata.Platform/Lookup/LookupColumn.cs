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

    /// <summary>Reads the values of all accounts, or of some again.</summary>
    public void Read(DuckDbConnection connection, IReadOnlyCollection<long>? only, CancellationToken cancellation = default)
    {
        long length = connection.QueryScalar<long>("SELECT CAST(coalesce(max(ref) + 1, 0) AS BIGINT) FROM account");
        byte[]?[] values = _values;
        if (length > values.Length)
        {
            Array.Resize(ref values, (int)Math.Max(length, values.Length + (values.Length / 4)));
        }

        // Whoever asks meanwhile gets what was there before, or what is there now.
        Dictionary<long, byte[]?>? again = only is null ? null : new(only.Count);
        string list = string.Concat(_columns.Names.Select(name => $", {SqlIdentifier.Quote(name)}"));
        using DuckDbResult result = connection.Query(
            $"SELECT ref, id{list} FROM account {(only is null ? "" : "WHERE ref IN (SELECT unnest($1::BIGINT[]))")}",
            only is null ? [] : [DuckDbValue.List([.. only])],
            cancellation: cancellation);
        while (result.ReadChunk())
        {
            for (int at = 0; at < result.RowCount; at++)
            {
                DuckDbRow row = result.Row(at);
                if (again is null)
                {
                    values[row.GetInt64(0)] = Value(row);
                }
                else
                {
                    again[row.GetInt64(0)] = Value(row);
                }
            }
        }

        foreach (long account in only ?? [])
        {
            if (account < values.Length)
            {
                values[account] = again!.GetValueOrDefault(account);
            }
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
}
