using Strata.Language;

namespace Strata.Warehouse.Schema;

/// <summary>Where an install keeps what it knows: one directory with the warehouse in it.</summary>
public sealed class DataDirectory
{
    /// <summary>The variable of the environment that names the directory where no option does.</summary>
    public const string EnvironmentVariable = "STRATA_DATA";

    /// <summary>The directory, below the current one, where neither an option nor the environment names one.</summary>
    public const string DefaultName = ".strata";

    private const string WarehouseName = "warehouse.duckdb";

    /// <summary>Names a directory; it need not exist.</summary>
    public DataDirectory(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        FullPath = Path.GetFullPath(path);
    }

    /// <summary>The directory's full path.</summary>
    public string FullPath { get; }

    /// <summary>The full path of the warehouse in it.</summary>
    public string WarehouseFile => Path.Combine(FullPath, WarehouseName);

    /// <summary>The full path of the directory in it where the audience index is kept between processes.</summary>
    public string IndexDirectory => Path.Combine(FullPath, "index");

    /// <summary>True where the directory holds a warehouse.</summary>
    public bool HasWarehouse => File.Exists(WarehouseFile);

    /// <summary>The directory that the option names, else the environment, else <c>./.strata</c>; blank counts as not given.</summary>
    /// <param name="option">The value of <c>--data</c>, or null.</param>
    public static DataDirectory Resolve(string? option) => Resolve(option, Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>As <see cref="Resolve(string)"/>, with the environment's value given.</summary>
    public static DataDirectory Resolve(string? option, string? environment)
    {
        string path = !string.IsNullOrWhiteSpace(option) ? option : !string.IsNullOrWhiteSpace(environment) ? environment : DefaultName;
        return new DataDirectory(path);
    }

    /// <summary>Creates the directory where it is missing.</summary>
    /// <exception cref="UserErrorException">Code <c>data-directory</c>: it cannot be created, or a file is in its place.</exception>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(FullPath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                [new UserError("data-directory", $"The data directory {FullPath} cannot be created: {fault.Message}", Fix: "Name another directory with --data.")],
                fault);
        }
    }
}
