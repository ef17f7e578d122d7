using Strata.Language.Ast;
using Strata.Language.Catalog;

namespace Strata.Language.Sql;

/// <summary>DuckDB's SQL.</summary>
public sealed class DuckDbDialect : SqlDialect
{
    /// <inheritdoc/>
    public override string Placeholder(int number, SqlParameter parameter) => parameter switch
    {
        // A list arrives untyped where it is empty or its element type is not inferred.
        TextListParameter => $"${number}::VARCHAR[]",
        _ => $"${number}",
    };

    /// <inheritdoc/>
    public override string RowsOfList(string list) => $"SELECT unnest({list})";

    /// <inheritdoc/>
    public override string TextMatch(TextMatchOp op, string text, string pattern) => op switch
    {
        TextMatchOp.Contains => $"contains({text}, {pattern})",
        TextMatchOp.StartsWith => $"starts_with({text}, {pattern})",
        TextMatchOp.EndsWith => $"ends_with({text}, {pattern})",
        _ => $"regexp_matches({text}, {pattern})",
    };

    /// <inheritdoc/>
    public override string ListsOverlap(string set, string list) => $"list_has_any({set}, {list})";

    /// <inheritdoc/>
    public override string ToDouble(string whole) => $"CAST({whole} AS DOUBLE)";

    /// <inheritdoc/>
    public override string FiniteOrMissing(string number) => $"list_filter([{number}], lambda finite: isfinite(finite))[1]";

    /// <inheritdoc/>
    public override string AddMicroseconds(string instant, string microseconds) => $"({instant} + to_microseconds({microseconds}))";

    /// <inheritdoc/>
    public override string SampleBucket(string salt, string id) =>
        $"(CAST('0x' || substr(md5({salt} || ':' || {id}), 1, 8) AS BIGINT) % 10000)";

    /// <inheritdoc/>
    public override string FromHistory(FieldType type, string text) => type switch
    {
        FieldType.Number or FieldType.Money => $"CAST({text} AS BIGINT)",
        FieldType.Boolean => $"CAST({text} AS BOOLEAN)",
        FieldType.Date => $"make_timestamp(CAST({text} AS BIGINT))",
        FieldType.Set => $"CAST(CAST({text} AS JSON) AS VARCHAR[])",
        _ => text,
    };
}
