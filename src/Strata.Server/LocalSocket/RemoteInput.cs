using System.Collections.Concurrent;

namespace Strata.Server.LocalSocket;

/// <summary>The caller's standard input, asked for when it is first read. Closing it changes nothing: the caller may still be sending.</summary>
/// <param name="ask">Asks the caller to send it.</param>
internal sealed class RemoteInput(Action ask) : Stream
{
    private readonly BlockingCollection<byte[]> _parts = [];
    private byte[] _part = [];
    private int _at;
    private bool _asked;
    private bool _ended;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes what the caller sent; nothing at the end of it.</summary>
    public void Add(byte[] part) => _parts.Add(part);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (!_asked)
        {
            _asked = true;
            ask();
        }

        if (_at == _part.Length && !_ended)
        {
            (_part, _at) = (_parts.Take(), 0);
            _ended = _part.Length == 0;
        }

        int length = Math.Min(buffer.Length, _part.Length - _at);
        _part.AsSpan(_at, length).CopyTo(buffer);
        _at += length;
        return length;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
