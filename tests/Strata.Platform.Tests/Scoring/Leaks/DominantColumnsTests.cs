using System.Globalization;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Leaks;
using Strata.Testing;
using Xunit.Abstractions;

namespace Strata.Platform.Tests.Scoring.Leaks;

public sealed class DominantColumnsTests(ITestOutputHelper output)
{
    /// <summary>How long a call lasted is known after it, when the answer is known too.</summary>
    [Fact]
    public void The_length_of_the_call_is_refused_and_nothing_else_of_the_bank()
    {
        if (SharedData.Require(output, "propensity/bank-full.csv") is { } path)
        {
            LabelledRows rows = Read(path, "deposit", "yes");

            DominantColumn found = DominantColumns.Find(rows, _ => false, CancellationToken.None).ShouldHaveSingleItem();

            output.WriteLine(found.Reason);
            found.Name.ShouldBe("duration");
            found.Reason.ShouldStartWith("By itself it tells the outcomes apart better (area under the curve 0.8");
            Find(Without(rows, "duration")).ShouldBeEmpty();
        }
    }

    /// <summary>
    /// The value of the pages of a visit is worked out from what was bought after seeing them, this visit's own purchase included: by the
    /// numbers it cannot be told from a leak, and it is for a person to allow it.
    /// </summary>
    [Fact]
    public void Of_the_shoppers_only_the_value_of_pages_is_refused()
    {
        if (SharedData.Require(output, "propensity/online_shoppers_intention.csv") is { } path)
        {
            LabelledRows rows = Read(path, "Revenue", "1");

            Find(rows).ShouldBe(["PageValues"]);
            Find(Without(rows, "PageValues")).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Nothing_is_refused_of_customers_who_leave()
    {
        if (SharedData.Require(output, "churn/Telco-Customer-Churn.csv") is { } path)
        {
            Find(Without(Read(path, "Churn", "Yes"), "customerID")).ShouldBeEmpty();
        }
    }

    [Fact]
    public void What_is_known_to_be_from_before_is_never_refused()
    {
        LabelledRows rows = WithLeak();

        Find(rows).ShouldBe(["leak"]);
        DominantColumns.Find(rows, name => name == "leak", CancellationToken.None).ShouldBeEmpty();
    }

    [Fact]
    public void Where_nothing_else_says_anything_there_is_nothing_to_compare_with()
    {
        LabelledRows rows = WithLeak();

        Find(rows with { Matrix = rows.Matrix.Only(new HashSet<string> { "leak", "noise" }) }).ShouldBeEmpty();
    }

    private static string[] Find(LabelledRows rows) => [.. DominantColumns.Find(rows, _ => false, CancellationToken.None).Select(found => found.Name)];

    private static LabelledRows Without(LabelledRows rows, string name) => rows with { Matrix = new ModelMatrix(rows.Count, [.. rows.Matrix.Columns.Where(column => column.Name != name)]) };

    private static LabelledRows WithLeak()
    {
        (LabelledRows rows, _) = ScoringData.Make(4000, seed: 5);
        var random = new Random(3);
        double[] leak = [.. rows.Labels.Select(label => (label ? 1.8 : 0) + MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1))];
        return rows with { Matrix = new ModelMatrix(rows.Count, [.. rows.Matrix.Columns, ModelColumn.OfNumbers("leak", leak)]) };
    }

    /// <summary>Numbers are numbers, everything else is a category; no cell of these files is quoted.</summary>
    private static LabelledRows Read(string path, string label, string positive)
    {
        string[][] lines = [.. File.ReadLines(path).Select(line => line.Split(','))];
        var columns = new List<ModelColumn>();
        bool[] labels = [];
        for (int place = 0; place < lines[0].Length; place++)
        {
            string name = lines[0][place].Trim();
            string[] values = [.. lines.Skip(1).Select(cells => place < cells.Length ? cells[place].Trim() : "")];
            if (name == label)
            {
                labels = [.. values.Select(value => value == positive)];
            }
            else if (values.Any(value => value.Length > 0))
            {
                string[] dictionary = [.. values.Distinct(StringComparer.Ordinal)];
                columns.Add(values.All(value => value.Length == 0 || double.TryParse(value, CultureInfo.InvariantCulture, out _))
                    ? ModelColumn.OfNumbers(name, [.. values.Select(value => value.Length == 0 ? double.NaN : double.Parse(value, CultureInfo.InvariantCulture))])
                    : ModelColumn.OfCodes(name, [.. values.Select(value => Array.IndexOf(dictionary, value))], dictionary));
            }
        }

        return new LabelledRows(new ModelMatrix(labels.Length, columns), labels);
    }
}
