using System.Globalization;
using Strata.Language;
using Strata.Platform.Generation;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Demo;

/// <summary>Remembers in a data directory that it holds a finished demo, and of which market.</summary>
public sealed class DemoMark
{
    private readonly DataDirectory _directory;
    private readonly string _path;
    private readonly string _market;

    /// <summary>The mark of a market in a directory.</summary>
    public DemoMark(DataDirectory directory, UniverseOptions options)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(options);
        _directory = directory;
        _path = Path.Combine(directory.FullPath, "demo.txt");
        _market = string.Create(CultureInfo.InvariantCulture, $"{options.Accounts} accounts, {options.Events} events, seed {options.Seed}");
    }

    /// <summary>True where that market is there already.</summary>
    /// <exception cref="UserErrorException">Code <c>data-directory</c>: another market, or somebody's own data, is there.</exception>
    public bool IsThere()
    {
        if (!_directory.HasWarehouse)
        {
            return false;
        }

        string? found = File.Exists(_path) ? File.ReadAllText(_path).Trim() : null;
        return found == _market
            ? true
            : throw new UserErrorException(
                "data-directory",
                found is null
                    ? $"{_directory.FullPath} holds other data, or a demo that was not finished."
                    : $"{_directory.FullPath} holds another demo ({found}).",
                fix: "Name another directory with --data, or delete this one.");
    }

    /// <summary>Marks the demo as finished.</summary>
    public void Set() => File.WriteAllText(_path, _market + "\n");
}
