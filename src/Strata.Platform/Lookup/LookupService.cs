using System.Text.Json;
using Strata.Language.Catalog;
using Strata.Platform.Live;

namespace Strata.Platform.Lookup;

/// <summary>Answers look-ups: whose visitor it is, the account's segments and tier, and the fields asked for. Thread-safe.</summary>
/// <param name="table">Finds accounts.</param>
/// <param name="memberships">Knows their segments.</param>
/// <param name="tier">The segmentation called <c>tier</c> as it stands now, or null.</param>
public sealed class LookupService(LookupTable table, ILiveMemberships memberships, Func<LiveSegmentation?> tier)
{
    private static readonly JsonEncodedText Account = JsonEncodedText.Encode("account");
    private static readonly JsonEncodedText By = JsonEncodedText.Encode("by");
    private static readonly JsonEncodedText Confidence = JsonEncodedText.Encode("confidence");
    private static readonly JsonEncodedText Segments = JsonEncodedText.Encode("segments");
    private static readonly JsonEncodedText Tier = JsonEncodedText.Encode("tier");

    /// <summary>Writes the answer: an object whose <c>account</c> is null where nobody is known.</summary>
    /// <param name="query">Who is looked for.</param>
    /// <param name="fields">The fields of the account to give besides its id.</param>
    /// <param name="writer">Where to.</param>
    /// <exception cref="Strata.Language.UserErrorException">Code <c>name</c>: accounts have no such field; nothing was written.</exception>
    public void Write(in LookupQuery query, IReadOnlyList<string> fields, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(writer);
        LookupAnswer? found = table.Find(query);
        LookupColumn ids = table.Ids;
        LookupColumn[] columns = fields.Count == 0 ? [] : [.. fields.Where(name => name != "id").Select(table.Column)];
        Write(found, ids, columns, writer);
    }

    /// <summary>
    /// Writes the answer where all that it takes is in memory. False where something must be read, or is being read by somebody: nothing was
    /// written, and <see cref="Write(in LookupQuery, IReadOnlyList{string}, Utf8JsonWriter)"/> waits for it.
    /// </summary>
    /// <param name="query">Who is looked for.</param>
    /// <param name="fields">The fields of the account to give besides its id.</param>
    /// <param name="writer">Where to.</param>
    public bool TryWrite(in LookupQuery query, IReadOnlyList<string> fields, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(writer);
        if (!table.TryFind(query, out LookupAnswer? found) || !table.TryColumn("id", out LookupColumn? ids))
        {
            return false;
        }

        var columns = new LookupColumn[fields.Count];
        int count = 0;
        foreach (string name in fields)
        {
            if (name == "id")
            {
                continue;
            }

            if (!table.TryColumn(name, out LookupColumn? column))
            {
                return false;
            }

            columns[count++] = column;
        }

        Write(found, ids, columns.AsSpan(0, count), writer);
        return true;
    }

    private void Write(LookupAnswer? found, LookupColumn ids, ReadOnlySpan<LookupColumn> columns, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (found is { } answer)
        {
            writer.WriteStartObject(Account);
            WriteField(writer, ids, answer.Account);
            foreach (LookupColumn column in columns)
            {
                WriteField(writer, column, answer.Account);
            }

            writer.WriteEndObject();
            writer.WriteString(By, answer.By);
            writer.WriteNumber(Confidence, answer.Confidence);
        }
        else
        {
            writer.WriteNull(Account);
        }

        WriteSegments(writer, found?.Account);
        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, LookupColumn column, long account)
    {
        ReadOnlySpan<byte> value = column[account];
        writer.WritePropertyName(column.Name);
        if (value.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(value, skipInputValidation: true);
        }
    }

    private void WriteSegments(Utf8JsonWriter writer, long? account)
    {
        writer.WriteStartArray(Segments);
        foreach (string segment in account is { } reference ? memberships.SegmentsOf(EntityKind.Account, reference) : [])
        {
            writer.WriteStringValue(segment);
        }

        writer.WriteEndArray();
        if (account is { } of && tier()?.ValueOf(memberships, of) is { } value)
        {
            writer.WriteString(Tier, value);
        }
    }
}
