using System.Buffers;
using System.Text;
using NodaTime;
using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import.Parsing;

/// <summary>The parsing functions that staging calls from SQL, on the engine's threads.</summary>
internal static class ParseFunctions
{
    private static readonly Lock Registering = new();

    [ThreadStatic]
    private static (byte[] Id, DateTimeZone Zone)? _lastZone;

    /// <summary>
    /// Makes <c>strata_number(text, point)</c>, <c>strata_date(text, order, zone)</c>, <c>strata_boolean(text)</c>, <c>strata_seniority(title)</c>, <c>strata_department(title)</c>,
    /// <c>strata_text(text)</c>, <c>strata_items(text)</c>, <c>strata_blank(text)</c> and <c>strata_date_order(text)</c> callable; calling it again does nothing.
    /// </summary>
    public static void Register(DuckDbConnection connection)
    {
        LoadFunctions.Register(connection);
        lock (Registering)
        {
            if (LoadFunctions.IsRegistered(connection, "strata_number('', '.')"))
            {
                return;
            }

            connection.RegisterTimestampFunction("strata_date", 3, CallDate);
            connection.RegisterBooleanFunction("strata_boolean", 1, BooleanText.Call);
            connection.RegisterBooleanFunction("strata_blank", 1, Cells.CallIsBlank);
            connection.RegisterBigIntFunction("strata_date_order", 1, CallDateOrder);
            connection.RegisterTextFunction("strata_seniority", 1, CallSeniority);
            connection.RegisterTextFunction("strata_department", 1, CallDepartment);
            connection.RegisterTextFunction("strata_text", 1, Cells.CallText, Cells.IsTrimmed);
            connection.RegisterTextFunction("strata_items", 1, Cells.CallItems);
            connection.RegisterBigIntFunction("strata_number", 2, NumberText.Call);
        }
    }

    private static bool CallDate(Utf8Arguments arguments, out long microseconds)
    {
        DateOrder order = arguments[1] switch
        {
            [(byte)'d'] => DateOrder.DayFirst,
            [(byte)'m'] => DateOrder.MonthFirst,
            _ => DateOrder.Unknown,
        };
        return DateText.TryParse(arguments[0], order, ZoneOf(arguments[2]), out microseconds);
    }

    private static bool CallSeniority(Utf8Arguments arguments, ArrayBufferWriter<byte> result) =>
        Write(JobTitles.Read(Encoding.UTF8.GetString(arguments[0])).Seniority, result);

    private static bool CallDepartment(Utf8Arguments arguments, ArrayBufferWriter<byte> result) =>
        Write(JobTitles.Read(Encoding.UTF8.GetString(arguments[0])).Department, result);

    private static bool Write(string? text, ArrayBufferWriter<byte> result)
    {
        if (text is not null)
        {
            Encoding.UTF8.GetBytes(text, result);
        }

        return text is not null;
    }

    /// <summary>1 proves day first, 2 month first, 3 leaves it open; NULL where the order does not matter.</summary>
    private static bool CallDateOrder(Utf8Arguments arguments, out long evidence)
    {
        DateOrder order = DateText.OrderOf(arguments[0], out bool open);
        evidence = open ? 3 : (long)order;
        return evidence != 0;
    }

    /// <summary>The zone is the same for every row: looked up once a thread.</summary>
    private static DateTimeZone ZoneOf(ReadOnlySpan<byte> id)
    {
        if (id.SequenceEqual("UTC"u8))
        {
            return DateTimeZone.Utc;
        }

        if (_lastZone is { } last && id.SequenceEqual(last.Id))
        {
            return last.Zone;
        }

        DateTimeZone zone = DateTimeZoneProviders.Tzdb[Encoding.UTF8.GetString(id)];
        _lastZone = (id.ToArray(), zone);
        return zone;
    }
}
