using System.Buffers.Binary;

namespace Strata.Server.LocalSocket;

/// <summary>What a frame on the local socket carries.</summary>
internal enum FrameKind : byte
{
    /// <summary>Client: the <see cref="CommandCall"/> as JSON; the first frame.</summary>
    Call = 1,

    /// <summary>Client: bytes of its standard input; none at the end of it.</summary>
    Input = 2,

    /// <summary>Client: the user wants the command to stop.</summary>
    Cancel = 3,

    /// <summary>Server: bytes for the standard output.</summary>
    Output = 4,

    /// <summary>Server: bytes for the error output.</summary>
    Error = 5,

    /// <summary>Server: the command reads its standard input; send it.</summary>
    WantInput = 6,

    /// <summary>Server: the exit code, four bytes; the last frame.</summary>
    Exit = 7,

    /// <summary>Server: why the call is not carried out, as text; the last frame.</summary>
    Refused = 8,

    /// <summary>Server: it still starts, and carries the call out when that is done; how far it is, as JSON.</summary>
    Starting = 9,
}

/// <summary>Frames: a byte for the kind, four bytes for the length (little endian), then that many bytes.</summary>
internal static class Frame
{
    private const int HeaderBytes = 5;

    /// <summary>Longer than any frame that is sent; what claims to be longer is no frame.</summary>
    private const int MaxBytes = 16 << 20;

    /// <summary>Writes one frame.</summary>
    public static void Write(Stream stream, FrameKind kind, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        header[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], content.Length);
        stream.Write(header);
        stream.Write(content);
    }

    /// <summary>Reads one frame; null where the other side is gone.</summary>
    /// <exception cref="InvalidDataException">What comes is no frame.</exception>
    public static async Task<(FrameKind Kind, byte[] Content)?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] header = new byte[HeaderBytes];
        if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellation) < HeaderBytes)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1));
        if (length is < 0 or > MaxBytes)
        {
            throw new InvalidDataException($"A frame cannot have {length} bytes.");
        }

        byte[] content = new byte[length];
        return await stream.ReadAtLeastAsync(content, length, throwOnEndOfStream: false, cancellation) < length ? null : ((FrameKind)header[0], content);
    }
}
