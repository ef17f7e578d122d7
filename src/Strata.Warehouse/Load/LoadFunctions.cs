using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>The functions of C# that loading calls from SQL, so that text is folded in one place only.</summary>
public static class LoadFunctions
{
    private const int MostRemembered = 64;
    private const int Remembered = 1024;
    private static readonly Lock Registering = new();

    [ThreadStatic]
    private static (byte[] Text, byte[] Folded)[]? _remembered;

    /// <summary>Makes <c>strata_fold</c> and <c>strata_domain</c> callable on the connection's database; calling it again does nothing.</summary>
    public static void Register(DuckDbConnection connection)
    {
        lock (Registering)
        {
            if (IsRegistered(connection, "strata_fold('')"))
            {
                return;
            }

            connection.RegisterTextFunction("strata_domain", 1, Domain);
            connection.RegisterTextFunction("strata_fold", 1, Fold);
        }
    }

    /// <summary>
    /// True where the database can run a call of a function of ours. Asked by preparing it: the engine's list of functions takes longer to
    /// read than a small load does.
    /// </summary>
    public static bool IsRegistered(DuckDbConnection connection, string call)
    {
        ArgumentNullException.ThrowIfNull(connection);
        try
        {
            using DuckDbStatement statement = connection.Prepare($"SELECT {call}");
            return true;
        }
        catch (DuckDbException fault) when (fault.ErrorType is DuckDbErrorType.Catalog or DuckDbErrorType.Binder)
        {
            return false;
        }
    }

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
            ReadOnlySpan<byte> folded = FoldRare(text);
            result.Write(folded);
            return !folded.IsEmpty;
        }

        Span<byte> target = result.GetSpan(text.Length);
        Ascii.ToLower(text, target, out int written);
        result.Advance(written);
        return true;
    }

    /// <summary>Folds text that is not ASCII. It costs a microsecond and categories say the same again and again, so some of it is remembered.</summary>
    private static byte[] FoldRare(ReadOnlySpan<byte> text)
    {
        if (text.Length > MostRemembered)
        {
            return Encoding.UTF8.GetBytes(TextFolding.Fold(Encoding.UTF8.GetString(text)));
        }

        (byte[] Text, byte[] Folded)[] remembered = _remembered ??= new (byte[], byte[])[Remembered];
        var hash = default(HashCode);
        hash.AddBytes(text);
        ref (byte[] Text, byte[] Folded) entry = ref remembered[(uint)hash.ToHashCode() % Remembered];
        if (entry.Text is null || !text.SequenceEqual(entry.Text))
        {
            entry = (text.ToArray(), Encoding.UTF8.GetBytes(TextFolding.Fold(Encoding.UTF8.GetString(text))));
        }

        return entry.Folded;
    }

    /// <summary>Drops ASCII white space around UTF-8 text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\n\v\f\r"u8);

    private static bool Fold(Utf8Arguments arguments, ArrayBufferWriter<byte> result) => Fold(arguments[0], result);

    private static bool Domain(Utf8Arguments arguments, ArrayBufferWriter<byte> result) => DomainName.TryFrom(arguments[0], result);
}
