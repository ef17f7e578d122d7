using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;

namespace Strata.Platform.Generation.Files;

/// <summary>A CSV file whose rows follow from one account at a time.</summary>
internal abstract class RowFile
{
    protected RowFile(string name, UniverseFiles kind, string header)
    {
        Name = name;
        Kind = kind;
        Header = System.Text.Encoding.ASCII.GetBytes(header + "\n");
        Columns = header.Split(',').Length;
    }

    /// <summary>The file's name without ending; also the name of its phase.</summary>
    public string Name { get; }

    public UniverseFiles Kind { get; }

    public byte[] Header { get; }

    /// <summary>How many columns a row has.</summary>
    protected int Columns { get; }

    /// <summary>Adds the rows that an account has in this file.</summary>
    public abstract void Write(AccountScope scope, CsvBuffer row);
}
