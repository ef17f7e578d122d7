using System.Globalization;
using Strata.Language;
using Strata.Platform.Scoring.Data;

namespace Strata.Bench.Scores;

/// <summary>A public data set with an outcome to foretell.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="File">Its file below the folder of data sets.</param>
/// <param name="Label">The column of the outcome.</param>
/// <param name="Positive">The outcome that is foretold.</param>
/// <param name="Left">Columns that are left out.</param>
/// <param name="Categories">Columns of numbers that are names of things.</param>
internal sealed record ScoreData(string Name, string File, string Label, string Positive, string[] Left, string[] Categories)
{
    /// <summary>The data sets.</summary>
    public static IReadOnlyList<ScoreData> All { get; } =
    [
        new("bank", "propensity/bank-full.csv", "deposit", "yes", ["duration"], []),
        new("bank with duration", "propensity/bank-full.csv", "deposit", "yes", [], []),
        new("shoppers", "propensity/online_shoppers_intention.csv", "Revenue", "1", [], ["OperatingSystems", "Browser", "Region", "TrafficType"]),
        new("churn", "churn/Telco-Customer-Churn.csv", "Churn", "Yes", ["customerID"], []),
    ];

    /// <summary>Reads the rows.</summary>
    /// <exception cref="UserErrorException">Code <c>file</c>: the file is not there.</exception>
    public LabelledRows Read(string folder)
    {
        string path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path))
        {
            throw new UserErrorException("file", $"There is no data set '{path}'.", fix: "Name the folder that holds propensity/ and churn/ with --data-sets.");
        }

        // No cell of these files is quoted; a line may end with a comma, or lack one that the header has.
        string[][] lines = [.. System.IO.File.ReadLines(path).Select(line => line.Split(','))];
        var columns = new List<ModelColumn>();
        bool[] labels = [];
        for (int place = 0; place < lines[0].Length; place++)
        {
            string name = lines[0][place].Trim();
            string[] values = [.. lines.Skip(1).Select(cells => place < cells.Length ? cells[place].Trim() : "")];
            if (name == Label)
            {
                labels = [.. values.Select(value => value == Positive)];
            }
            else if (!Left.Contains(name, StringComparer.Ordinal) && Array.Exists(values, value => value.Length > 0))
            {
                columns.Add(ColumnOf(name, values));
            }
        }

        return new LabelledRows(new ModelMatrix(labels.Length, columns), labels);
    }

    private ModelColumn ColumnOf(string name, string[] values)
    {
        if (!Categories.Contains(name, StringComparer.Ordinal)
            && Array.TrueForAll(values, value => value.Length == 0 || double.TryParse(value, CultureInfo.InvariantCulture, out _)))
        {
            return ModelColumn.OfNumbers(name, [.. values.Select(value => value.Length == 0 ? double.NaN : double.Parse(value, CultureInfo.InvariantCulture))]);
        }

        string[] dictionary = [.. values.Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return ModelColumn.OfCodes(name, [.. values.Select(value => Array.IndexOf(dictionary, value))], dictionary);
    }
}
