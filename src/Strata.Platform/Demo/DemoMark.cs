using System.Globalization;
using Strata.Language;
using Strata.Platform.Generation;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Demo;

/// <summary>Remembers in a data directory that it holds a demo, whether it was finished, and of which market.</summary>
public sealed class DemoMark
{
    private const string Unfinished = "unfinished:";
    private static readonly string[] Databases = ["warehouse.duckdb", "control.db"];
    private const string AsOfWord = ", as of ";
    private static readonly string[] Folders = ["universe", "maps", "rejects", "index"];
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

    /// <summary>The instant that the data of the market that is there ends at; null where there is none, or its mark is of a version that did not say so.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>
    /// True where that market is there already. A demo that was not finished is taken away, with everything that demos make and nothing else.
    /// </summary>
    /// <exception cref="UserErrorException">
    /// Code <c>data-directory</c>: another market, or somebody's own data, is there, or another process is at it.
    /// </exception>
    public bool IsThere()
    {
        string? found = File.Exists(_path) ? File.ReadAllText(_path).Trim() : null;
        if (found is not null && found.StartsWith(Unfinished, StringComparison.Ordinal))
        {
            TakeAway();
            return false;
        }

        if (!_directory.HasWarehouse)
        {
            return false;
        }

        string[] parts = found?.Split(AsOfWord) ?? [""];
        if (parts is [_, string text] && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset asOf))
        {
            AsOf = asOf;
        }

        return parts[0] == _market
            ? true
            : throw new UserErrorException(
                "data-directory",
                found is null ? $"{_directory.FullPath} holds other data." : $"{_directory.FullPath} holds another demo ({found}).",
                fix: "Name another directory with --data, or delete this one.");
    }

    /// <summary>Marks the demo as begun: until it is finished, the next one takes its place.</summary>
    public void Begin()
    {
        _directory.Create();
        File.WriteAllText(_path, $"{Unfinished} {_market}\n");
    }

    /// <summary>Marks the demo as finished.</summary>
    /// <param name="asOf">The instant that its data ends at.</param>
    public void Set(DateTimeOffset asOf)
    {
        AsOf = asOf;
        File.WriteAllText(_path, string.Create(CultureInfo.InvariantCulture, $"{_market}{AsOfWord}{asOf.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\n"));
    }

    private void TakeAway()
    {
        if (_directory.HasWarehouse)
        {
            // Refuses where another process is at work there; else nothing is taken from under anybody.
            OpenOnce();
        }

        foreach (string file in Directory.EnumerateFiles(_directory.FullPath).Where(IsOfDemo))
        {
            File.Delete(file);
        }

        foreach (string name in Folders.Select(name => Path.Combine(_directory.FullPath, name)).Where(Directory.Exists))
        {
            Directory.Delete(name, recursive: true);
        }
    }

    private void OpenOnce()
    {
        try
        {
            WarehouseStore.Open(_directory).Dispose();
        }
        catch (InvalidOperationException)
        {
            throw new UserErrorException("data-directory", $"A server works in {_directory.FullPath}, where a demo was not finished.", fix: "Stop the server, and run the demo again.");
        }
    }

    private static bool IsOfDemo(string path) =>
        Databases.Any(database => Path.GetFileName(path).StartsWith(database, StringComparison.Ordinal));
}
