using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Strata.Language;
using Strata.Platform.Import.Uploads;

namespace Strata.Server.Imports;

/// <summary>Writes the files of a request to disk as they come, whatever their size: nothing of them is held in memory.</summary>
/// <param name="store">Where they go.</param>
/// <param name="options">How much is taken.</param>
internal sealed class UploadReader(UploadStore store, ServerOptions options)
{
    private const int MostFiles = 20;
    private const int LongestBoundary = 200;
    private const int BufferBytes = 1 << 17;

    /// <summary>Takes the files of a request: a multipart form, or one file as the body with its name in the query.</summary>
    /// <param name="context">The request.</param>
    /// <param name="upload">The upload that they belong to.</param>
    /// <param name="name">The file's name where the body is one file.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no file, or there are too many.</exception>
    /// <exception cref="BadHttpRequestException">Status 413: it is too large.</exception>
    public async Task<IReadOnlyList<UploadedFile>> ReadAsync(HttpContext context, string upload, string? name)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.MaxImportBytes;
        }

        if (context.Request.ContentLength > options.MaxImportBytes)
        {
            throw new BadHttpRequestException(
                $"At most {options.MaxImportBytes >> 20} MiB are taken at once. Compress the file with gzip, or divide it.", StatusCodes.Status413PayloadTooLarge);
        }

        string? boundary = BoundaryOf(context.Request);
        IReadOnlyList<UploadedFile> files = boundary is null
            ? [await WriteAsync(upload, 1, UploadStore.CleanName(name), context.Request.Body, context.RequestAborted)]
            : await ReadFormAsync(new MultipartReader(boundary, context.Request.Body, BufferBytes), upload, context.RequestAborted);
        return files.Count > 0 ? files : throw new UserErrorException("argument", "The request holds no file.", fix: "Send files as parts of a multipart/form-data body, each with a file name.");
    }

    private static string? BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "";
        return boundary.Length is > 0 and <= LongestBoundary ? boundary : throw new BadHttpRequestException("The form has no boundary between its parts, or too long a one.");
    }

    private async Task<List<UploadedFile>> ReadFormAsync(MultipartReader form, string upload, CancellationToken cancellation)
    {
        var files = new List<UploadedFile>();
        try
        {
            while (await form.ReadNextSectionAsync(cancellation) is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition || !disposition.IsFileDisposition())
                {
                    continue;
                }

                if (files.Count == MostFiles)
                {
                    throw new UserErrorException("argument", $"At most {MostFiles} files are taken at once.", fix: "Bring the others afterwards.");
                }

                string name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
                files.Add(await WriteAsync(upload, files.Count + 1, UploadStore.CleanName(name), section.Body, cancellation));
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException($"The form is cut off or damaged: {fault.Message}", fault);
        }

        return files;
    }

    private async Task<UploadedFile> WriteAsync(string upload, int number, string name, Stream content, CancellationToken cancellation)
    {
        await using var file = new FileStream(
            store.PathFor(upload, number, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await content.CopyToAsync(file, BufferBytes, cancellation);
        return new UploadedFile(number, name, file.Length);
    }
}
