using Strata.Language.Catalog;

namespace Strata.Language.Sql;

public sealed partial class SqlPrinter
{
    /// <summary>
    /// The table to read rows of a type from: the stored one, or, where a field that is read changed after T, a common table in which
    /// those fields have their values as of T. Which fields those are is known only when all is printed.
    /// </summary>
    private string Source(RowType row) =>
        _pastTables.ContainsKey(PastName(row)) ? PastName(row) : SqlIdentifier.Quote(TableNames.Table(row));

    private static string PastName(RowType row) => $"{TableNames.Table(row)}_at_t";

    /// <summary>Notes that a field is read, so that the past one is read where it matters.</summary>
    private void Reads(RowType row, string field)
    {
        if (row.Kind == RowKind.Event || !_history.ChangedAfter(TableNames.Table(row), field, _asOf.Instant))
        {
            return;
        }

        string name = PastName(row);
        if (!_pastTables.TryGetValue(name, out (RowType Row, HashSet<string> Fields) past))
        {
            _pastTables[name] = past = (row, new HashSet<string>(StringComparer.Ordinal));
        }

        past.Fields.Add(field);
    }

    /// <summary>The link of a row to its account, which for a contact may have changed.</summary>
    private string Ref(Frame frame, string column)
    {
        Reads(frame.Row, column);
        return frame.Column(column);
    }

    private string PastTable(RowType row, HashSet<string> fields)
    {
        var replaced = new List<string>();
        var joins = new List<string>();
        foreach (string name in fields.Order(StringComparer.Ordinal))
        {
            string alias = $"h{joins.Count + 1}";
            joins.Add($" LEFT JOIN ({PastValues(row, name)}) {alias} ON {alias}.ref = t.ref");
            FieldDefinition? field = row.Find(name);
            string column = SqlIdentifier.Quote(name);
            string value = field is null ? $"CAST({alias}.v.value AS BIGINT)" : _dialect.FromHistory(field.Type, $"{alias}.v.value");
            replaced.Add($"CASE WHEN {alias}.ref IS NULL THEN t.{column} ELSE {value} END AS {column}");
            if (field is { IsFolded: true })
            {
                string folded = SqlIdentifier.Quote(TableNames.Folded(field));
                FieldType type = field.Type == FieldType.Set ? FieldType.Set : FieldType.Text;
                replaced.Add($"CASE WHEN {alias}.ref IS NULL THEN t.{folded} ELSE {_dialect.FromHistory(type, $"{alias}.v.folded")} END AS {folded}");
            }
        }

        return $"SELECT t.* REPLACE ({string.Join(", ", replaced)}) FROM {SqlIdentifier.Quote(TableNames.Table(row))} t{string.Concat(joins)}";
    }

    /// <summary>Per row that has a history of the field: the last observation at or before T, else the first there is.</summary>
    private string PastValues(RowType row, string field)
    {
        string name = Parameter(new TextParameter(field));
        string t = AsOfInstant;
        return "SELECT ref, CASE WHEN min(observed_at) <= " + t
            + " THEN arg_max(struct_pack(value := value, folded := folded), observed_at) FILTER (observed_at <= " + t
            + ") ELSE arg_min(struct_pack(value := value, folded := folded), observed_at) END AS v"
            + $" FROM {SqlIdentifier.Quote(TableNames.History(row))} WHERE field = {name} GROUP BY ref";
    }
}
