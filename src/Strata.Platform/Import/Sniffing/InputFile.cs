using Strata.Language;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Import.Sniffing;

/// <summary>A file to import: where it is, what it is called, and its beginning.</summary>
/// <param name="Path">Where its bytes are; for standard input a temporary copy.</param>
/// <param name="Name">What it is called in messages: the file's name, or <c>standard input</c>.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="IsCompressed">True for gzip.</param>
internal sealed record InputFile(string Path, string Name, long Length, bool IsCompressed)
{
    private const int CopyBufferBytes = 1 << 20;

    /// <summary>The name without directory and endings, for the names of maps and rejects.</summary>
    public string BaseName
    {
        get
        {
            string name = System.IO.Path.GetFileName(Name);
            if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                name = name[..^3];
            }

            string bare = System.IO.Path.GetFileNameWithoutExtension(name).Replace(' ', '-');
            return bare.Length == 0 ? "import" : bare;
        }
    }

    /// <summary>Opens a file, or copies standard input (<c>-</c>) to the workspace.</summary>
    /// <exception cref="UserErrorException">Code <c>file</c>: there is no such file, it is a directory, cannot be read, or is empty.</exception>
    public static InputFile Open(string path, Func<Stream> standardInput, ScratchFiles scratch, CancellationToken cancellation)
    {
        bool isStandardInput = path == "-";
        string place = isStandardInput ? scratch.NewFile("stdin") : Caller.FullPath(path);
        string name = isStandardInput ? "standard input" : System.IO.Path.GetFileName(place);
        try
        {
            if (isStandardInput)
            {
                Copy(standardInput(), place, cancellation);
            }
            else if (Directory.Exists(place))
            {
                throw new UserErrorException("file", $"{path} is a directory.", fix: "Name the files in it.");
            }
            else if (!File.Exists(place))
            {
                throw new UserErrorException("file", $"There is no file {path}.", fix: "Check the name and the directory.");
            }

            using FileStream stream = File.OpenRead(place);
            Span<byte> magic = stackalloc byte[2];
            bool compressed = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
            if (stream.Length == 0)
            {
                throw new UserErrorException("file", $"{name} is empty.", fix: "Export it again; the first line should name the columns.");
            }

            return new InputFile(place, name, stream.Length, compressed);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException([new UserError("file", $"{name} cannot be read: {fault.Message}")], fault);
        }
    }

    /// <summary>Opens the content, decompressed.</summary>
    public Stream OpenContent()
    {
        FileStream file = File.OpenRead(Path);
        return IsCompressed ? new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress) : file;
    }

    private static void Copy(Stream from, string place, CancellationToken cancellation)
    {
        using FileStream to = File.Create(place);
        byte[] buffer = new byte[CopyBufferBytes];
        int read;
        while ((read = from.Read(buffer)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            to.Write(buffer.AsSpan(0, read));
        }
    }
}
