using System.Collections.Frozen;
using System.IO.Compression;
using Microsoft.AspNetCore.StaticFiles;

namespace Strata.Server.WebApp;

/// <summary>
/// The web app as it was built, held in memory: a few megabytes, each file with its compressed forms where they are smaller. Immutable.
/// </summary>
internal sealed class BuiltWebApp
{
    /// <summary>The page that every address of the app shows.</summary>
    public const string Index = "/index.html";

    private static readonly FileExtensionContentTypeProvider Types = new();
    private readonly FrozenDictionary<string, Asset> _files;

    private BuiltWebApp(IEnumerable<KeyValuePair<string, Asset>> files) => _files = files.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the app was built: a server without it serves its interface only.</summary>
    public bool IsThere => _files.ContainsKey(Index);

    /// <summary>Reads the folder that the build wrote; an app that is not there where there is none.</summary>
    public static BuiltWebApp Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new BuiltWebApp([]);
        }

        return new BuiltWebApp(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsServed).Select(path => KeyValuePair.Create(
            "/" + Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'), Asset.Read(path))));
    }

    /// <summary>The file of that address; null where there is none.</summary>
    public Asset? Find(string path) => _files.GetValueOrDefault(path);

    private static bool IsServed(string path) => Path.GetExtension(path) is not (".br" or ".gz" or ".map");

    /// <summary>A file.</summary>
    /// <param name="Bytes">As it is.</param>
    /// <param name="Brotli">Compressed; null where that is no smaller.</param>
    /// <param name="Gzip">Compressed; null where that is no smaller.</param>
    /// <param name="ContentType">Its media type.</param>
    internal sealed record Asset(byte[] Bytes, byte[]? Brotli, byte[]? Gzip, string ContentType)
    {
        private const int WorthCompressing = 1024;

        /// <summary>Reads a file with the compressed forms that the build put beside it; compresses it where the build did not.</summary>
        public static Asset Read(string path)
        {
            byte[] bytes = File.ReadAllBytes(path);
            string type = Types.TryGetContentType(path, out string? known) ? known : "application/octet-stream";
            bool isText = type.StartsWith("text/", StringComparison.Ordinal) || type.Contains("javascript", StringComparison.Ordinal)
                || type.EndsWith("json", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal);
            if (!isText || bytes.Length < WorthCompressing)
            {
                return new Asset(bytes, null, null, type);
            }

            return new Asset(
                bytes,
                Smaller(ReadBeside(path, ".br") ?? Compress(bytes, stream => new BrotliStream(stream, CompressionLevel.Optimal)), bytes),
                Smaller(ReadBeside(path, ".gz") ?? Compress(bytes, stream => new GZipStream(stream, CompressionLevel.Optimal)), bytes),
                isText && !type.Contains("charset", StringComparison.Ordinal) ? type + "; charset=utf-8" : type);
        }

        private static byte[]? ReadBeside(string path, string extension) => File.Exists(path + extension) ? File.ReadAllBytes(path + extension) : null;

        private static byte[]? Smaller(byte[] compressed, byte[] bytes) => compressed.Length < bytes.Length ? compressed : null;

        private static byte[] Compress(byte[] bytes, Func<Stream, Stream> compressor)
        {
            using var compressed = new MemoryStream();
            using (Stream stream = compressor(compressed))
            {
                stream.Write(bytes);
            }

            return compressed.ToArray();
        }
    }
}
