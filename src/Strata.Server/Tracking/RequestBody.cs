using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Strata.Language;
using Strata.Server.Problems;

namespace Strata.Server.Tracking;

/// <summary>Reads the body of a request as bytes, decompressed where it is gzipped.</summary>
internal static class RequestBody
{
    private const int FirstGuess = 16 << 10;

    /// <summary>The server holds so much of a body, and more, until somebody reads it (Kestrel's <c>MaxRequestBufferSize</c>).</summary>
    private const int MostHeld = 512 << 10;

    /// <summary>
    /// Waits until the whole body is there, and leaves it where the server received it, in memory that is used again and that no
    /// collection looks into: <see cref="ReadAsync"/> does not have to wait afterwards. Only where each connection has that memory for
    /// itself: requests of HTTP/2 share it, and several that wait for the rest of their bodies would have none left for it.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <returns>
    /// How many bytes it has; null where it has to be read at once: how many there are is not said, they are too many to be left there or
    /// must be decompressed, or the connection has other requests.
    /// </returns>
    public static async ValueTask<int?> ArriveAsync(HttpRequest request)
    {
        if (request.ContentLength is not (> 0 and <= MostHeld) || request.Headers.ContentEncoding.Count > 0 || !HttpProtocol.IsHttp11(request.Protocol))
        {
            return null;
        }

        int length = (int)request.ContentLength.Value;
        ReadResult held = await request.BodyReader.ReadAtLeastAsync(length);
        request.BodyReader.AdvanceTo(held.Buffer.Start);
        return length;
    }

    /// <summary>Looks at a body that <see cref="ArriveAsync"/> left where it is, and leaves it there.</summary>
    /// <param name="request">The request.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="look">Says what is asked of the bytes, which are good until it returns.</param>
    public static async ValueTask<T> LookAsync<T>(HttpRequest request, int length, Func<ReadOnlySequence<byte>, T> look)
    {
        ReadResult held = await request.BodyReader.ReadAtLeastAsync(length);
        try
        {
            return look(held.Buffer);
        }
        finally
        {
            request.BodyReader.AdvanceTo(held.Buffer.Start);
        }
    }

    /// <summary>Reads it. The bytes are the caller's for as long as it likes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">The most bytes that it may have, also decompressed.</param>
    /// <exception cref="RefusedException">Status 413: it is too large.</exception>
    /// <exception cref="BadHttpRequestException">Status 415: its encoding is not known; 400: it is not what it says.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, long most)
    {
        ReadOnlyMemory<byte> body = await ReadRawAsync(request, most);
        if (request.Headers.ContentEncoding is not [{ Length: > 0 } encoding])
        {
            return body;
        }

        return encoding.ToLowerInvariant() switch
        {
            "identity" => body,
            "gzip" or "x-gzip" => Decompress(body, most),
            _ => throw new BadHttpRequestException($"A body in the encoding '{encoding}' is not read; gzip is.", StatusCodes.Status415UnsupportedMediaType),
        };
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadRawAsync(HttpRequest request, long most)
    {
        // Who sends without waiting reads no answer before all of it is sent, and would only find the connection closed. So up to as much
        // again is taken: before the answer here, or after it by the web server.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = 2 * most;
        }

        if (request.ContentLength > most)
        {
            throw TooLarge(most);
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)(request.ContentLength ?? FirstGuess));
        int length = 0;
        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync();
            int more = (int)read.Buffer.Length;
            if (length + (long)more > most)
            {
                reader.AdvanceTo(read.Buffer.End);
                await DrainAsync(reader);
                throw TooLarge(most);
            }

            if (length + more > bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(most, Math.Max(length + more, 2L * bytes.Length)));
            }

            read.Buffer.CopyTo(bytes.AsSpan(length));
            length += more;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return bytes.AsMemory(0, length);
            }
        }
    }

    /// <summary>
    /// Takes the rest of a body that is too large, up to as much again: who did not say how large it is reads no answer before all of it is
    /// sent, and would only find the connection closed.
    /// </summary>
    private static async ValueTask DrainAsync(PipeReader reader)
    {
        try
        {
            while (await reader.ReadAsync() is { IsCompleted: false } read)
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
        catch (BadHttpRequestException)
        {
            // It is larger still, or no longer sent.
        }
    }

    private static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> body, long most)
    {
        using var gzip = new GZipStream(new ReadOnlyMemoryStream(body), CompressionMode.Decompress);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(most, Math.Max(FirstGuess, 6L * body.Length)));
        int length = 0;
        try
        {
            int read;
            while ((read = gzip.Read(bytes, length, bytes.Length - length)) > 0)
            {
                length += read;
                if (length == bytes.Length)
                {
                    if (length >= most)
                    {
                        throw TooLarge(most);
                    }

                    Array.Resize(ref bytes, (int)Math.Min(most, 2L * bytes.Length));
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw new BadHttpRequestException("The body says that it is gzipped, and is not.", StatusCodes.Status400BadRequest, exception);
        }

        return bytes.AsMemory(0, length);
    }

    private static RefusedException TooLarge(long most)
    {
        UserError error = UnreadableRequest.TooLarge(most);
        return new RefusedException(StatusCodes.Status413PayloadTooLarge, error.Code, error.Message, error.Fix);
    }

    /// <summary>Bytes as a stream, without a copy.</summary>
    private sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> bytes) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => bytes.Length;

        public override long Position
        {
            get => _at;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int length = Math.Min(buffer.Length, bytes.Length - _at);
            bytes.Span.Slice(_at, length).CopyTo(buffer);
            _at += length;
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
