namespace Strata.Platform.Import;

/// <summary>A directory for the temporary files of one import; disposed, it is gone.</summary>
internal sealed class ScratchFiles : IDisposable
{
    private readonly string _directory;
    private int _files;

    /// <summary>Names a directory below <paramref name="parent"/>; it is made when the first file is.</summary>
    public ScratchFiles(string parent)
    {
        _directory = Path.Combine(parent, $"import-{Guid.NewGuid():N}");
    }

    /// <summary>The path of a new file.</summary>
    public string NewFile(string name)
    {
        Directory.CreateDirectory(_directory);
        return Path.Combine(_directory, $"{++_files}-{name}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }
}
