using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Syntax;

namespace Strata.Platform.Segments.Library;

/// <summary>A column of a list of members.</summary>
/// <param name="Header">Its name, as asked for.</param>
/// <param name="Value">What stands in it; null for the id.</param>
public sealed record MemberColumn(string Header, BoundValue? Value);

/// <summary>The columns of a list of members, and its order.</summary>
/// <param name="Columns">The columns to show.</param>
/// <param name="Sort">What to sort by, in order: values, null for the id.</param>
public sealed record MemberColumns(IReadOnlyList<MemberColumn> Columns, IReadOnlyList<(BoundValue? Value, bool Descending)> Sort)
{
    private static readonly string[] AccountDefaults = ["id", "name", "domain", "industry", "country", "employees"];

    private static readonly string[] ContactDefaults = ["id", "first_name", "last_name", "title", "email", "account.name"];

    /// <summary>Reads lists such as <c>name, employees, count(page_view) in last 30 days</c> and <c>employees desc, name</c>.</summary>
    /// <param name="library">What values may name.</param>
    /// <param name="of">What the members are.</param>
    /// <param name="columns">The columns, separated by commas; null for a standard choice.</param>
    /// <param name="sort">What to sort by, each perhaps followed by <c>asc</c> or <c>desc</c>, or led by <c>-</c> for descending; null for the id.</param>
    /// <exception cref="UserErrorException">A column is wrong.</exception>
    public static MemberColumns Parse(DefinitionLibrary library, EntityKind of, string? columns, string? sort)
    {
        ArgumentNullException.ThrowIfNull(library);
        IEnumerable<string> chosen = columns is null ? of == EntityKind.Account ? AccountDefaults : ContactDefaults : Split(columns);
        return new MemberColumns(
            [.. chosen.Select(text => new MemberColumn(text, ValueOf(library, of, text)))],
            [.. Split(sort ?? "").Select(text => ParseSort(library, of, text))]);
    }

    /// <summary>What to read for every member, and how to order by it: columns that are only sorted by come last.</summary>
    public (IReadOnlyList<BoundValue> Values, IReadOnlyList<(int Column, bool Descending)> Order) Query()
    {
        var values = Columns.Select(column => column.Value).OfType<BoundValue>().ToList();
        var order = new List<(int, bool)>();
        foreach ((BoundValue? value, bool descending) in Sort)
        {
            int at = value is null ? -1 : values.IndexOf(value);
            if (value is not null && at < 0)
            {
                at = values.Count;
                values.Add(value);
            }

            order.Add((at, descending));
        }

        return (values, order);
    }

    /// <summary>The cells of the columns shown, from what was read for a member.</summary>
    public IReadOnlyList<object?> Cells(Warehouse.Query.MemberRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var cells = new object?[Columns.Count];
        int read = 0;
        for (int at = 0; at < cells.Length; at++)
        {
            cells[at] = Columns[at].Value is null ? row.Id : row.Cells[read++];
        }

        return cells;
    }

    private static (BoundValue? Value, bool Descending) ParseSort(DefinitionLibrary library, EntityKind of, string text)
    {
        bool dashed = text.Length > 1 && text[0] == '-' && char.IsLetter(text[1]);
        text = dashed ? text[1..] : text;
        bool descending = dashed || text.EndsWith(" desc", StringComparison.OrdinalIgnoreCase);
        bool ascending = text.EndsWith(" asc", StringComparison.OrdinalIgnoreCase);
        string value = descending && !dashed ? text[..^5] : ascending ? text[..^4] : text;
        return (ValueOf(library, of, value.Trim()), descending);
    }

    private static BoundValue? ValueOf(DefinitionLibrary library, EntityKind of, string text)
    {
        if (text == "id")
        {
            return null;
        }

        ValueExpr value = SegmentParser.ParseValue(text) is { Ok: true } parsed
            ? parsed.Tree
            : throw InColumn(text, SegmentParser.ParseValue(text).Errors);
        var checkedValue = library.Checker.CheckValue(value, of);
        return checkedValue.IsValid ? checkedValue.OrThrow() : throw InColumn(text, checkedValue.Errors);
    }

    private static UserErrorException InColumn(string text, IEnumerable<UserError> errors) =>
        new([.. errors.Select(error => error with { Message = $"Column '{text}': {error.Message}", Where = null })]);

    /// <summary>Parts between the commas that are outside of quotes and parentheses; empty parts are left out.</summary>
    private static IEnumerable<string> Split(string text)
    {
        int depth = 0, start = 0;
        bool quoted = false;
        for (int at = 0; at <= text.Length; at++)
        {
            char character = at < text.Length ? text[at] : ',';
            if (quoted)
            {
                at += character == '\\' ? 1 : 0;
                quoted = character != '"' && at < text.Length;
                continue;
            }

            quoted = character == '"';
            depth += character switch { '(' => 1, ')' => -1, _ => 0 };
            if (character == ',' && (depth <= 0 || at == text.Length))
            {
                string part = text[start..at].Trim();
                start = Math.Min(at + 1, text.Length);
                if (part.Length > 0)
                {
                    yield return part;
                }
            }
        }
    }
}
