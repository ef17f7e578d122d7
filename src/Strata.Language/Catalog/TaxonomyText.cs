namespace Strata.Language.Catalog;

/// <summary>
/// The compact text of a shipped taxonomy: one node a line, one tab for each level below the root, then the name and its synonyms
/// between <c>|</c>. Lines that begin with <c>#</c> say where the data came from.
/// </summary>
internal static class TaxonomyText
{
    internal static List<TaxonomyNode> Read(TextReader text)
    {
        var nodes = new List<TaxonomyNode>();
        var path = new List<string>();
        while (text.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int depth = 0;
            while (line[depth] == '\t')
            {
                depth++;
            }

            string[] spellings = line[depth..].Split('|');
            path.RemoveRange(depth, path.Count - depth);
            nodes.Add(new TaxonomyNode(spellings[0], depth == 0 ? null : path[depth - 1], spellings[1..]));
            path.Add(spellings[0]);
        }

        return nodes;
    }
}
