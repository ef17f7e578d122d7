using System.Runtime.InteropServices;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>A column's type with what is needed to read it. Immutable.</summary>
public sealed class DuckDbColumnType
{
    private DuckDbColumnType(DuckDbTypeId id, DuckDbTypeId storage, int scale, DuckDbColumnType? item, IReadOnlyList<string> names)
    {
        Id = id;
        Storage = storage;
        Scale = scale;
        Item = item;
        EnumNames = names;
        StorageSize = SizeOf(storage);
    }

    /// <summary>The type.</summary>
    public DuckDbTypeId Id { get; }

    /// <summary>The type whose representation the values have: for DECIMAL and ENUM the integer beneath, else <see cref="Id"/>.</summary>
    public DuckDbTypeId Storage { get; }

    /// <summary>For DECIMAL: how many digits lie behind the point; else 0.</summary>
    public int Scale { get; }

    /// <summary>For LIST: the type of its items; else null.</summary>
    public DuckDbColumnType? Item { get; }

    /// <summary>For ENUM: its names, by stored number; else empty.</summary>
    public IReadOnlyList<string> EnumNames { get; }

    /// <summary>Bytes a row takes in the column's data.</summary>
    internal int StorageSize { get; }

    internal static unsafe DuckDbColumnType From(LogicalTypeHandle type)
    {
        DuckDbTypeId id = NativeMethods.duckdb_get_type_id(type);
        switch (id)
        {
            case DuckDbTypeId.Decimal:
                return new(id, NativeMethods.duckdb_decimal_internal_type(type), NativeMethods.duckdb_decimal_scale(type), null, []);
            case DuckDbTypeId.Enum:
                var names = new string[NativeMethods.duckdb_enum_dictionary_size(type)];
                for (int i = 0; i < names.Length; i++)
                {
                    byte* name = NativeMethods.duckdb_enum_dictionary_value(type, (ulong)i);
                    names[i] = Marshal.PtrToStringUTF8((nint)name)!;
                    NativeMethods.duckdb_free(name);
                }

                return new(id, NativeMethods.duckdb_enum_internal_type(type), 0, null, names);
            case DuckDbTypeId.List:
                using (LogicalTypeHandle item = NativeMethods.duckdb_list_type_child_type(type))
                {
                    return new(id, id, 0, From(item), []);
                }

            default:
                return new(id, id, 0, null, []);
        }
    }

    private static int SizeOf(DuckDbTypeId type) => type switch
    {
        DuckDbTypeId.Boolean or DuckDbTypeId.TinyInt or DuckDbTypeId.UTinyInt => 1,
        DuckDbTypeId.SmallInt or DuckDbTypeId.USmallInt => 2,
        DuckDbTypeId.Integer or DuckDbTypeId.UInteger or DuckDbTypeId.Float or DuckDbTypeId.Date => 4,
        DuckDbTypeId.HugeInt or DuckDbTypeId.UHugeInt or DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.List
            or DuckDbTypeId.Interval or DuckDbTypeId.Uuid or DuckDbTypeId.Bit or DuckDbTypeId.BigNum => 16,
        DuckDbTypeId.Struct or DuckDbTypeId.Array or DuckDbTypeId.Union or DuckDbTypeId.Map => 0,
        _ => 8,
    };
}
