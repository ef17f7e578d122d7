using System.Globalization;

namespace Strata.Language.Catalog;

/// <summary>Reads <c>Data/catalog.tsv</c>, whose head describes it. Tab-separated because every start of the CLI waits for it.</summary>
internal static class ShippedCatalogText
{
    internal static DataCatalog Read(TextReader text, IEnumerable<Taxonomy> taxonomies)
    {
        var rows = new List<RowType>();
        string[]? head = null;
        var fields = new List<FieldDefinition>();
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            string[] columns = line.Split('\t');
            if (columns[0].Length == 0)
            {
                fields.Add(ReadField(columns));
                continue;
            }

            Close(head, fields, rows);
            head = columns;
            fields = [];
        }

        Close(head, fields, rows);
        return new DataCatalog(
            rows.Single(row => row.Kind == RowKind.Account),
            rows.Single(row => row.Kind == RowKind.Contact),
            rows.Where(row => row.Kind == RowKind.Collection),
            rows.Where(row => row.Kind == RowKind.Event),
            taxonomies);
    }

    private static FieldDefinition ReadField(string[] columns) => new(
        columns[1],
        Enum.Parse<FieldType>(columns[2], ignoreCase: true),
        columns[3].Length == 0 ? null : columns[3],
        columns[5],
        columns[4].Length == 0 ? null : int.Parse(columns[4], CultureInfo.InvariantCulture));

    private static void Close(string[]? head, List<FieldDefinition> fields, List<RowType> rows)
    {
        if (head is not null)
        {
            rows.Add(new RowType(
                Enum.Parse<RowKind>(head[0], ignoreCase: true),
                head[1],
                fields,
                head[2].Length == 0 ? null : head[2],
                head[3].Split(',', StringSplitOptions.RemoveEmptyEntries),
                head[4]));
        }
    }
}
