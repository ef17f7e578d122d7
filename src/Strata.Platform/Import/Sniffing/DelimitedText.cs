using System.Text;

namespace Strata.Platform.Import.Sniffing;

/// <summary>Splits the beginning of a delimited file, for sniffing only: the engine reads the whole.</summary>
internal static class DelimitedText
{
    /// <summary>The records, quoted cells and quoted line breaks understood; a last record without a line break may be cut.</summary>
    public static IEnumerable<List<string>> Read(string text, char separator)
    {
        var record = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        int i = text.StartsWith('\uFEFF') ? 1 : 0;
        for (; i < text.Length; i++)
        {
            char unit = text[i];
            if (quoted)
            {
                if (unit != '"')
                {
                    cell.Append(unit);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (unit == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (unit == separator)
            {
                record.Add(cell.ToString());
                cell.Clear();
            }
            else if (unit == '\n')
            {
                record.Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (record.Count > 1 || record[0].Length > 0)
                {
                    yield return record;
                }

                record = [];
            }
            else
            {
                cell.Append(unit);
            }
        }

        if (cell.Length > 0 || record.Count > 0)
        {
            record.Add(cell.ToString().TrimEnd('\r'));
            yield return record;
        }
    }
}
