using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;

namespace Strata.Platform.Import.Staging;

/// <summary>Seniority and department of a contact follow from the job title where the file does not say them.</summary>
internal static class TitleDerivation
{
    /// <summary>Adds the columns that are not mapped; returns their fields.</summary>
    public static IEnumerable<FieldDefinition> Add(StagingStatement statement, ImportMap map, RowType type)
    {
        if (map.Find("title") is null)
        {
            yield break;
        }

        foreach (string name in new[] { "seniority", "department" })
        {
            if (map.Find(name) is null && type.Find(name) is { } field)
            {
                string value = statement.Parse(name, $"strata_{name}({statement.Cell("title")})");
                statement.Add(name, value);
                statement.Add(name + ".folded", $"strata_fold({value})");
                yield return field;
            }
        }
    }
}
