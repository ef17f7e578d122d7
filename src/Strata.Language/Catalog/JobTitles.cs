using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Strata.Language.Values;

namespace Strata.Language.Catalog;

/// <summary>What a job title says about a person; a value is null where the title does not say it.</summary>
/// <param name="Seniority">A root of the taxonomy <c>seniority</c>: C-level, VP, Director, Manager or Individual.</param>
/// <param name="Department">A node of the taxonomy <c>department</c>.</param>
public readonly record struct JobTitle(string? Seniority, string? Department);

/// <summary>
/// Seniority and department from a job title as people write it, in English and in common German, French, Spanish and some Italian,
/// Dutch and Portuguese. The rules are data: <c>Data/job-titles.tsv</c>. Safe to call from any thread.
/// </summary>
public static class JobTitles
{
    /// <summary>Titles longer than this are read up to here; what follows is no title.</summary>
    private const int MaxLength = 200;

    /// <summary>How many titles are remembered; beyond that each is read anew.</summary>
    private const int MaxRemembered = 100_000;

    private static readonly Lazy<(JobTitleRules Seniority, JobTitleRules Department)> Rules = new(ReadRules);

    private static readonly ConcurrentDictionary<string, JobTitle> Remembered = new(StringComparer.Ordinal);

    /// <summary>Reads a title. A title with a known department and no word of rank is that of an individual.</summary>
    public static JobTitle Read(string? title)
    {
        if (string.IsNullOrWhiteSpace(title))
        {
            return default;
        }

        if (Remembered.TryGetValue(title, out JobTitle known))
        {
            return known;
        }

        string[] words = WordsOf(title.Length > MaxLength ? title[..MaxLength] : title);
        string? department = Rules.Value.Department.FirstMatch(words);
        string? seniority = Rules.Value.Seniority.FirstMatch(words) ?? (department is null ? null : "Individual");
        var result = new JobTitle(seniority, department);
        if (Remembered.Count < MaxRemembered)
        {
            Remembered.TryAdd(title, result);
        }

        return result;
    }

    /// <summary>The words of a title in the form of the rules.</summary>
    internal static string[] WordsOf(string title)
    {
        var plain = new StringBuilder(title.Length + 8);
        foreach (char unit in TextFolding.Fold(title).Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(unit))
            {
                plain.Append(unit);
            }
            else if (unit is '&' or '+')
            {
                plain.Append(" and ");
            }
            else if (unit is ',' or ';' or '|')
            {
                plain.Append(" , ");
            }
            else if (unit is not ('.' or '\'' or '\u2019') && CharUnicodeInfo.GetUnicodeCategory(unit) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(' ');
            }
        }

        return plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static (JobTitleRules Seniority, JobTitleRules Department) ReadRules()
    {
        var seniority = new JobTitleRules();
        var department = new JobTitleRules();
        using StreamReader text = ShippedCatalog.Open("catalog/job-titles.tsv");
        while (text.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                string[] columns = line.Split('\t');
                (columns[0] is "seniority" ? seniority : department).Add(columns[1], columns[2].Split('|'));
            }
        }

        return (seniority, department);
    }
}
