using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>The functions of C# that loading calls from SQL, so that text is folded in one place only.</summary>
public static class LoadFunctions
{
    private static readonly Lock Registering = new();

    /// <summary>Makes <c>strata_fold</c> and <c>strata_domain</c> callable on the connection's database; calling it again does nothing.</summary>
    public static void Register(DuckDbConnection connection)
    {
        lock (Registering)
        {
            if (IsRegistered(connection, "strata_fold"))
            {
                return;
            }

            connection.RegisterTextFunction("strata_domain", 1, Domain);
            connection.RegisterTextFunction("strata_fold", 1, Fold);
        }
    }

    /// <summary>True where the database has a function of that name.</summary>
    public static bool IsRegistered(DuckDbConnection connection, string name) =>
        connection.QueryScalar<bool>("SELECT count(*) > 0 FROM duckdb_functions() WHERE function_name = $1", name);

    /// <summary>Folds UTF-8 text as <see cref="TextFolding.Fold"/> does; false where nothing is left.</summary>
    public static bool Fold(ReadOnlySpan<byte> text, IBufferWriter<byte> result)
    {
        text = Trim(text);
        if (text.IsEmpty)
        {
            return false;
        }

        if (!Ascii.IsValid(text))
        {
            string folded = TextFolding.Fold(Encoding.UTF8.GetString(text));
            Encoding.UTF8.GetBytes(folded, result);
            return folded.Length > 0;
        }

        Span<byte> target = result.GetSpan(text.Length);
        Ascii.ToLower(text, target, out int written);
        result.Advance(written);
        return true;
    }

    /// <summary>Drops ASCII white space around UTF-8 text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\n\v\f\r"u8);

    private static bool Fold(Utf8Arguments arguments, ArrayBufferWriter<byte> result) => Fold(arguments[0], result);

    private static bool Domain(Utf8Arguments arguments, ArrayBufferWriter<byte> result) => DomainName.TryFrom(arguments[0], result);
}
