using System.IO.Compression;
using Strata.Language;

namespace Strata.Platform.Generation.Output;

/// <summary>A file that has its name only once it is whole: written beside it under a temporary one and renamed by <see cref="Commit"/>.</summary>
internal sealed class OutputFile : IAsyncDisposable
{
    private readonly string _temporary;
    private readonly Stream _stream;
    private bool _closed;

    public OutputFile(string path, bool compressed)
    {
        Path = path;
        _temporary = path + ".partial";
        try
        {
            // Rows come in large pieces: a second buffer would only copy them.
            var file = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: false);
            _stream = compressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(_temporary, fault);
        }
    }

    public string Path { get; }

    public long Rows { get; private set; }

    /// <summary>Appends what is in the buffer, without its first bytes where some are to be skipped.</summary>
    public async ValueTask WriteAsync(CsvBuffer buffer, CancellationToken cancellation, int skip = 0)
    {
        try
        {
            await _stream.WriteAsync(buffer.Written[skip..], cancellation).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            throw CannotWrite(_temporary, fault);
        }

        Rows += buffer.Rows;
    }

    /// <summary>Closes the file under its temporary name.</summary>
    public async ValueTask CloseAsync()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            throw CannotWrite(_temporary, fault);
        }
    }

    /// <summary>Gives the closed file its name, replacing one of that name.</summary>
    public GeneratedFile Commit()
    {
        File.Move(_temporary, Path, overwrite: true);
        return new GeneratedFile(Path, Rows, new FileInfo(Path).Length);
    }

    /// <summary>Closes the file and, where it was not committed, removes it.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        catch (UserErrorException)
        {
            // The fault that led here is already on its way to the user.
        }

        File.Delete(_temporary);
    }

    private static UserErrorException CannotWrite(string path, Exception fault) => new(
        [new UserError("file", $"Cannot write {path}: {fault.Message}", null, "Choose a folder that can be written to and has room.")],
        fault);
}
