using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;

namespace Strata.Platform.Import.Staging;

/// <summary>Seniority and department of a contact follow from the job title where the file does not say them.</summary>
internal static class TitleDerivation
{
    /// <summary>Adds the columns that are not mapped; returns their fields.</summary>
    public static List<FieldDefinition> Add(StagingStatement statement, ImportMap map, RowType type)
    {
        var fields = new List<FieldDefinition>();
        foreach (string name in new[] { "seniority", "department" })
        {
            if (map.Find("title") is not null && map.Find(name) is null && type.Find(name) is { } field)
            {
                statement.Add(name, $"strata_{name}({statement.Cell("title")})");
                fields.Add(field);
            }
        }

        return fields;
    }
}
