using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;

namespace Strata.Platform.Generation.Vocabulary;

/// <summary>How senior a person is; the title says it, the file has no column for it.</summary>
/// <remarks>From the most to the least senior.</remarks>
internal enum Seniority
{
    Chief,
    VicePresident,
    Director,
    Manager,
    Individual,
}

/// <summary>Titles by department and seniority.</summary>
internal static class JobTitles
{
    // Department name in titles; C-level titles; individual titles.
    private static readonly (double Weight, string Phrase, string Chief, string Individual)[] Departments =
    [
        (12, "Finance", "Chief Financial Officer|CFO", "Financial Analyst|Senior Accountant|Accounts Payable Specialist|FP&A Analyst"),
        (16, "Marketing", "Chief Marketing Officer|CMO", "Marketing Specialist|Content Strategist|Demand Generation Specialist|Marketing Operations Analyst|Digital Marketing Associate"),
        (16, "Sales", "Chief Revenue Officer|CRO|Chief Sales Officer", "Account Executive|Sales Development Representative|Sales Operations Analyst|Enterprise Account Executive"),
        (14, "Information Technology", "Chief Information Officer|CIO", "Systems Administrator|IT Analyst|Network Engineer|Solutions Architect|Business Systems Analyst"),
        (14, "Engineering", "Chief Technology Officer|CTO", "Software Engineer|Senior Software Engineer|Data Engineer|DevOps Engineer|Staff Engineer"),
        (9, "Operations", "Chief Operating Officer|COO", "Operations Analyst|Operations Specialist|Business Analyst|Project Coordinator"),
        (5, "Human Resources", "Chief Human Resources Officer|Chief People Officer", "HR Generalist|Recruiter|Talent Acquisition Specialist"),
        (4, "Procurement", "Chief Procurement Officer", "Buyer|Procurement Specialist|Sourcing Analyst"),
        (2, "Legal", "General Counsel|Chief Legal Officer", "Legal Counsel|Paralegal|Compliance Analyst"),
        (5, "Product", "Chief Product Officer", "Product Owner|Product Analyst|UX Designer"),
        (4, "Customer Success", "Chief Customer Officer", "Customer Success Specialist|Support Engineer|Implementation Consultant"),
    ];

    private static readonly string[] General = ["Chief Executive Officer", "CEO", "Founder & CEO", "Managing Director", "President", "Co-Founder"];

    // [department][seniority] → titles as CSV cells.
    private static readonly byte[][][][] Titles = Departments.Select(department => new[]
    {
        CsvBuffer.EncodeAll(department.Chief.Split('|')),
        Of(department.Phrase, "VP of {0}", "VP {0}", "Vice President, {0}", "Vice President of {0}", "SVP {0}", "Senior Vice President, {0}"),
        Of(department.Phrase, "Director of {0}", "{0} Director", "Director, {0}", "Senior Director, {0}", "Head of {0}"),
        Of(department.Phrase, "{0} Manager", "Senior {0} Manager", "Manager, {0}", "{0} Team Lead"),
        CsvBuffer.EncodeAll(department.Individual.Split('|')),
    }).ToArray();

    private static readonly byte[][] GeneralTitles = CsvBuffer.EncodeAll(General);

    public static readonly PickTable PickDepartment = new(Departments.Select(entry => entry.Weight).ToArray());

    /// <summary>Index of the finance department, whose people sign.</summary>
    public const int Finance = 0;

    /// <summary>A title; the chief of a company may have a general one.</summary>
    public static byte[] Pick(int department, Seniority seniority, ref CounterRandom random)
    {
        if (seniority == Seniority.Chief && random.Chance(0.35))
        {
            return GeneralTitles[random.Below(GeneralTitles.Length)];
        }

        var titles = Titles[department][(int)seniority];
        return titles[random.Below(titles.Length)];
    }

    private static byte[][] Of(string phrase, params string[] forms) =>
        CsvBuffer.EncodeAll(forms.Select(form => form.Replace("{0}", phrase, StringComparison.Ordinal)));
}
