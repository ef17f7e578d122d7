using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Index.Entity.Data;

/// <summary>Which fields an evaluation reads, so that nothing else need be fetched.</summary>
public sealed class FieldsRead
{
    private readonly Dictionary<(RowKind Kind, string Row), HashSet<string>> _fields = [];

    /// <summary>The fields of a row type; empty where none is read.</summary>
    public IReadOnlySet<string> Of(RowType row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return FieldsOf(row);
    }

    /// <summary>Adds what a node of a checked tree reads by itself, without the nodes inside it.</summary>
    public void Add(object node)
    {
        switch (node)
        {
            case BoundField field:
                FieldsOf(field.Row).Add(field.Field.Name);
                if (OpportunityHistory.ClosedAt(field) is { } closedAt)
                {
                    FieldsOf(field.Row).UnionWith([closedAt.Field.Name, OpportunityHistory.IsClosed]);
                }

                break;
            case BoundSource { Row.StartField: { } start } source:
                FieldsOf(source.Row).Add(start);
                break;
            default:
                break;
        }
    }

    /// <summary>Adds what another evaluation reads.</summary>
    public void UnionWith(FieldsRead other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (((RowKind Kind, string Row) row, HashSet<string> fields) in other._fields)
        {
            Fields(row).UnionWith(fields);
        }
    }

    private HashSet<string> FieldsOf(RowType row) => Fields((row.Kind, row.Name));

    private HashSet<string> Fields((RowKind, string) row)
    {
        if (!_fields.TryGetValue(row, out HashSet<string>? fields))
        {
            _fields.Add(row, fields = new HashSet<string>(StringComparer.Ordinal));
        }

        return fields;
    }
}
