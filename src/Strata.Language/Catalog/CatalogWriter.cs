using System.Globalization;
using System.Text;

namespace Strata.Language.Catalog;

/// <summary>Writes additions in the YAML of <see cref="CatalogFile"/>; free text is always double-quoted.</summary>
internal sealed class CatalogWriter
{
    private readonly StringBuilder _text = new();

    internal string Write(CatalogAdditions additions)
    {
        if (additions.AccountFields.Count + additions.ContactFields.Count > 0)
        {
            _text.Append("fields:\n");
            WriteFields("  ", "account", additions.AccountFields);
            WriteFields("  ", "contact", additions.ContactFields);
        }

        WriteRows("collections", additions.Collections);
        WriteRows("events", additions.Events);
        if (additions.Taxonomies.Count > 0)
        {
            _text.Append("taxonomies:\n");
            foreach ((string name, IReadOnlyList<TaxonomyNode> nodes) in additions.Taxonomies)
            {
                WriteTaxonomy(name, nodes);
            }
        }

        return _text.ToString();
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char unit in text)
        {
            _ = unit switch
            {
                '"' or '\\' => quoted.Append('\\').Append(unit),
                _ when char.IsControl(unit) || unit is '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(unit) is false && unit >= '\uFFFE' =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}"),
                _ => quoted.Append(unit),
            };
        }

        return quoted.Append('"').ToString();
    }

    private void WriteRows(string key, IReadOnlyList<RowType> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        _text.Append(key).Append(":\n");
        foreach (RowType row in rows)
        {
            _text.Append("  ").Append(row.Name).Append(":\n");
            if (row.Description.Length > 0)
            {
                _text.Append("    description: ").Append(Quote(row.Description)).Append('\n');
            }

            if (row.StartField is not null)
            {
                _text.Append("    start: ").Append(row.StartField).Append('\n');
            }

            if (row.KeyFields.Count > 0)
            {
                _text.Append("    key: [").AppendJoin(", ", row.KeyFields).Append("]\n");
            }

            WriteFields("    ", "fields", row.Fields);
        }
    }

    private void WriteFields(string indent, string key, IReadOnlyList<FieldDefinition> fields)
    {
        if (fields.Count == 0)
        {
            return;
        }

        _text.Append(indent).Append(key).Append(":\n");
        foreach (FieldDefinition field in fields)
        {
            _text.Append(indent).Append("  ").Append(field.Name).Append(": {type: ").Append(field.Type.ToString().ToLowerInvariant());
            if (field.Taxonomy is not null)
            {
                _text.Append(", taxonomy: ").Append(field.Taxonomy);
            }

            if (field.Description.Length > 0)
            {
                _text.Append(", description: ").Append(Quote(field.Description));
            }

            if (field.TimeToLiveDays is { } days)
            {
                _text.Append(CultureInfo.InvariantCulture, $", ttl: {days} days");
            }

            _text.Append("}\n");
        }
    }

    private void WriteTaxonomy(string name, IReadOnlyList<TaxonomyNode> nodes)
    {
        _text.Append("  ").Append(name).Append(nodes.Count == 0 ? ": []\n" : ":\n");
        foreach (TaxonomyNode node in nodes)
        {
            _text.Append("    - {name: ").Append(Quote(node.Name));
            if (node.Parent is not null)
            {
                _text.Append(", parent: ").Append(Quote(node.Parent));
            }

            if (node.Synonyms.Count > 0)
            {
                _text.Append(", synonyms: [").AppendJoin(", ", node.Synonyms.Select(Quote)).Append(']');
            }

            _text.Append("}\n");
        }
    }
}
