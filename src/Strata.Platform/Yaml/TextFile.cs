using System.Text;
using Strata.Language;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Yaml;

/// <summary>Reads a text file that a person wrote, with errors that they can act on.</summary>
internal static class TextFile
{
    /// <summary>More than any definition or case file needs; a larger one is surely something else.</summary>
    private const long MaxBytes = 64 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a UTF-8 file, without a byte order mark.</summary>
    /// <exception cref="UserErrorException">Code <c>file</c>: missing, not readable, too large, or not UTF-8.</exception>
    public static string Read(string path)
    {
        string place = Caller.FullPath(path);
        try
        {
            if (Directory.Exists(place))
            {
                throw new UserErrorException("file", $"'{path}' is a folder.", fix: "Name a file in it.");
            }

            if (new FileInfo(place) is { Exists: true, Length: > MaxBytes } large)
            {
                throw new UserErrorException("file", $"'{path}' has {large.Length:N0} bytes; a file of definitions has at most {MaxBytes:N0}.");
            }

            using var reader = new StreamReader(place, StrictUtf8, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new UserErrorException("file", $"'{path}' is not UTF-8 text.", fix: "Save it as UTF-8.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException("file", $"There is no file '{path}'.", fix: "Check the name and the folder.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException("file", $"'{path}' cannot be read: {exception.Message}");
        }
    }
}
