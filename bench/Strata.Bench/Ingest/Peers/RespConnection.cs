using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Strata.Bench.Ingest.Peers;

/// <summary>
/// Redis's protocol over a socket, pipelined: commands are collected, sent together, and their answers read one after the other.
/// </summary>
internal sealed class RespConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _out = new byte[1 << 16];
    private byte[] _in = new byte[1 << 16];
    private int _written;
    private int _start;
    private int _end;

    /// <summary>Connects over loopback.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public RespConnection(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <summary>Begins a command of so many parts.</summary>
    public void Begin(int parts) => Prefix('*', parts);

    /// <summary>The next part of a command.</summary>
    public void Part(ReadOnlySpan<byte> part)
    {
        Prefix('$', part.Length);
        Reserve(part.Length + 2);
        part.CopyTo(_out.AsSpan(_written));
        _written += part.Length;
        EndLine();
    }

    /// <summary>The next part of a command, a number.</summary>
    public void Part(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out int length);
        Part(digits[..length]);
    }

    /// <summary>The next part of a command, a key that ends with numbers.</summary>
    public void Part(ReadOnlySpan<byte> prefix, long first, long second)
    {
        Span<byte> key = stackalloc byte[64];
        prefix.CopyTo(key);
        int length = prefix.Length;
        Utf8Formatter.TryFormat(first, key[length..], out int digits);
        length += digits;
        key[length++] = (byte)':';
        Utf8Formatter.TryFormat(second, key[length..], out digits);
        Part(key[..(length + digits)]);
    }

    /// <summary>Sends what was collected.</summary>
    public void Send()
    {
        for (int sent = 0; sent < _written;)
        {
            sent += _socket.Send(_out.AsSpan(sent, _written - sent));
        }

        _written = 0;
    }

    /// <summary>Reads an answer that is a number.</summary>
    public long ReadNumber() => ReadPrefix((byte)':');

    /// <summary>Reads the beginning of an answer that is a list; so many parts follow.</summary>
    public int ReadList() => (int)ReadPrefix((byte)'*');

    /// <summary>Reads a text, which stands until the next is read.</summary>
    public ReadOnlySpan<byte> ReadPart()
    {
        int length = (int)ReadPrefix((byte)'$');
        Need(length + 2);
        ReadOnlySpan<byte> part = _in.AsSpan(_start, length);
        _start += length + 2;
        return part;
    }

    /// <summary>Reads an answer whatever it is, other than a list.</summary>
    public void Skip()
    {
        ReadOnlySpan<byte> line = ReadLine();
        if (line[0] == (byte)'$' && Number(line[1..]) is >= 0 and long length)
        {
            Need((int)length + 2);
            _start += (int)length + 2;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out int used) && used == text.Length
            ? number
            : throw new InvalidDataException($"Redis answered '{Encoding.UTF8.GetString(text)}' where a number belongs.");

    private long ReadPrefix(byte prefix)
    {
        ReadOnlySpan<byte> line = ReadLine();
        return line[0] == prefix ? Number(line[1..]) : throw new InvalidDataException($"Redis answered '{Encoding.UTF8.GetString(line)}'.");
    }

    private ReadOnlySpan<byte> ReadLine()
    {
        int searched = 0;
        while (true)
        {
            int at = _in.AsSpan(_start + searched, _end - _start - searched).IndexOf("\r\n"u8);
            if (at >= 0)
            {
                ReadOnlySpan<byte> line = _in.AsSpan(_start, searched + at);
                _start += searched + at + 2;
                return line[0] == (byte)'-' ? throw new InvalidDataException($"Redis refused: {Encoding.UTF8.GetString(line)}") : line;
            }

            searched = Math.Max(0, _end - _start - 1);
            Need(_end - _start + 1);
        }
    }

    /// <summary>Receives until so many bytes are there.</summary>
    private void Need(int bytes)
    {
        if (_start + bytes > _in.Length)
        {
            byte[] target = bytes > _in.Length ? new byte[Math.Max(bytes, 2 * _in.Length)] : _in;
            _in.AsSpan(_start, _end - _start).CopyTo(target);
            _in = target;
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < bytes)
        {
            int received = _socket.Receive(_in.AsSpan(_end));
            _end += received > 0 ? received : throw new InvalidDataException("Redis closed the connection.");
        }
    }

    private void Prefix(char kind, int number)
    {
        Reserve(16);
        _out[_written++] = (byte)kind;
        Utf8Formatter.TryFormat(number, _out.AsSpan(_written), out int digits);
        _written += digits;
        EndLine();
    }

    private void EndLine()
    {
        _out[_written++] = (byte)'\r';
        _out[_written++] = (byte)'\n';
    }

    private void Reserve(int bytes)
    {
        if (_written + bytes > _out.Length)
        {
            Array.Resize(ref _out, Math.Max(2 * _out.Length, _written + bytes));
        }
    }
}
