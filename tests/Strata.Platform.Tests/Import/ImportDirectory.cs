using Strata.Language.Catalog;
using Strata.Platform.Import;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Import;

/// <summary>A data directory with a warehouse and files to import, gone after the test.</summary>
internal sealed class ImportDirectory : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"strata-import-{Guid.NewGuid():N}");

    public ImportDirectory()
    {
        Directory.CreateDirectory(_path);
        Data = new DataDirectory(Path.Combine(_path, "data"));
        Store = WarehouseStore.Open(Data);
        Connection = Store.Connect();
    }

    public DataDirectory Data { get; }

    public WarehouseStore Store { get; private set; }

    public DuckDbConnection Connection { get; private set; }

    public FixedClock Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));

    public DataCatalog Catalog => Store.Catalog;

    /// <summary>Writes a file to import; its path.</summary>
    public string File(string name, string content) => File(name, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a file to import; its path.</summary>
    public string File(string name, byte[] content)
    {
        string path = PathOf(name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public string PathOf(string name) => Path.Combine(_path, name);

    public FileReport Import(string path, Func<ImportRequest, ImportRequest>? with = null) => ImportAll([path], with)[0];

    public IReadOnlyList<FileReport> ImportAll(string[] paths, Func<ImportRequest, ImportRequest>? with = null)
    {
        var request = new ImportRequest(paths);
        return new Importer(Store, Data, Clock).Import(with is null ? request : with(request)).Files;
    }

    public FileReport ImportText(string name, string content, Func<ImportRequest, ImportRequest>? with = null) => Import(File(name, content), with);

    public long Count(string fromAndWhere) => Connection.QueryScalar<long>($"SELECT CAST(count(*) AS BIGINT) FROM {fromAndWhere}");

    public T? Scalar<T>(string sql) => Connection.QueryScalar<T>(sql);

    public List<string?> Texts(string sql) => Connection.Query(sql, [], row => row.GetText(0));

    public void Dispose()
    {
        Connection.Dispose();
        Store.Dispose();
        Directory.Delete(_path, recursive: true);
    }
}

/// <summary>A clock that stands still until the test moves it.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
