using System.Text;

namespace Strata.Server.LocalSocket;

/// <summary>
/// Text for one of the caller's outputs. What goes to both outputs comes in the order in which it was written. Thread-safe.
/// </summary>
/// <param name="send">Sends bytes to the output.</param>
/// <param name="flushesEachWrite">Whether what is written is sent at once, or when there is enough of it.</param>
internal sealed class FrameWriter(Action<ReadOnlySpan<byte>> send, bool flushesEachWrite) : TextWriter(System.Globalization.CultureInfo.CurrentCulture)
{
    private const int BufferChars = 1 << 14;
    private readonly Lock _lock = new();
    private readonly char[] _buffer = new char[BufferChars];
    private readonly byte[] _bytes = new byte[Encoding.UTF8.GetMaxByteCount(BufferChars)];
    private readonly Encoder _encoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetEncoder();
    private int _length;

    /// <summary>Sends what the other output holds back, so that the order is kept.</summary>
    public Action? Before { get; set; }

    /// <inheritdoc/>
    public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void WriteLine() => Write(CoreNewLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write($"{value}{NewLine}");

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.IsEmpty)
        {
            return;
        }

        if (_length == 0)
        {
            Before?.Invoke();
        }

        lock (_lock)
        {
            while (!buffer.IsEmpty)
            {
                int length = Math.Min(buffer.Length, BufferChars - _length);
                buffer[..length].CopyTo(_buffer.AsSpan(_length));
                _length += length;
                buffer = buffer[length..];
                if (_length == BufferChars)
                {
                    Send();
                }
            }

            if (flushesEachWrite)
            {
                Send();
            }
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        lock (_lock)
        {
            Send();
        }
    }

    /// <inheritdoc/>
    public override Task FlushAsync()
    {
        Flush();
        return Task.CompletedTask;
    }

    private void Send()
    {
        if (_length > 0)
        {
            int bytes = _encoder.GetBytes(_buffer.AsSpan(0, _length), _bytes, flush: false);
            _length = 0;
            send(_bytes.AsSpan(0, bytes));
        }
    }
}
