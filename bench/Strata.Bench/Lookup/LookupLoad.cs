using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Strata.Bench.Lookup;

/// <summary>
/// Asks over HTTP at a fixed rate, whether or not the answers keep up: a request is due when it is due, and what it waits for a free
/// connection, or for this thread, counts. One thread sends and receives, and sleeps when there is nothing to do.
/// </summary>
internal sealed class LookupLoad : IDisposable
{
    private readonly Connection[] _connections;
    private readonly Stack<Connection> _free;
    private readonly SocketPoll _poll = new();

    private LookupLoad(Connection[] connections)
    {
        _connections = connections;
        _free = new Stack<Connection>(connections);
        for (int i = 0; i < connections.Length; i++)
        {
            _poll.Watch(connections[i].Socket, i);
        }
    }

    /// <summary>Opens the connections.</summary>
    /// <param name="server">The server.</param>
    /// <param name="key">The key.</param>
    /// <param name="connections">How many.</param>
    public static LookupLoad Open(Uri server, string key, int connections)
    {
        var open = new Connection[connections];
        for (int i = 0; i < connections; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

            // A socket that ever waited asynchronously has the runtime's own threads woken by each answer.
            socket.Connect(IPAddress.Loopback, server.Port);
            socket.Blocking = false;
            open[i] = new Connection(socket, $" HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {key}\r\n\r\n");
        }

        return new LookupLoad(open);
    }

    /// <summary>Asks for so long.</summary>
    /// <param name="rate">Requests a second.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="ask">Gives a request's path and what its answer must hold.</param>
    /// <param name="cancellation">Ends it.</param>
    public LookupTimes Run(int rate, double seconds, Func<(string Path, string Expected)> ask, CancellationToken cancellation)
    {
        double interval = Stopwatch.Frequency / (double)rate;
        long start = Stopwatch.GetTimestamp(), requests = (long)(rate * seconds), next = 0;
        var latencies = new List<long>((int)requests);
        long wrong = 0;
        while (next < requests || _free.Count < _connections.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            long now = Stopwatch.GetTimestamp(), due = start + (long)(next * interval);
            while (next < requests && due <= now && _free.TryPop(out Connection? free))
            {
                free.Send(ask(), due);
                due = start + (long)(++next * interval);
            }

            TimeSpan wait = next < requests && _free.Count > 0 ? Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) : TimeSpan.FromSeconds(1);
            int ready = _poll.Wait(wait < TimeSpan.Zero ? TimeSpan.Zero : wait);
            for (int i = 0; i < ready; i++)
            {
                Connection connection = _connections[_poll[i]];
                if (connection.TryReceive(out bool isRight))
                {
                    latencies.Add(Stopwatch.GetTimestamp() - connection.Due);
                    wrong += isRight ? 0 : 1;
                    _free.Push(connection);
                }
            }
        }

        latencies.Sort();
        return new LookupTimes(latencies, wrong, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _poll.Dispose();
        foreach (Connection connection in _connections)
        {
            connection.Socket.Dispose();
        }
    }

    /// <summary>A connection with one request under way at a time.</summary>
    private sealed class Connection(Socket socket, string tail)
    {
        private readonly byte[] _tail = Encoding.ASCII.GetBytes(tail);
        private readonly byte[] _request = new byte[1024];
        private readonly byte[] _answer = new byte[1 << 16];
        private readonly byte[] _expected = new byte[64];
        private int _expectedLength;
        private int _received;

        public Socket Socket => socket;

        public long Due { get; private set; }

        public void Send((string Path, string Expected) asked, long due)
        {
            Due = due;
            _expectedLength = Encoding.ASCII.GetBytes(asked.Expected, _expected);
            "GET "u8.CopyTo(_request);
            int length = 4 + Encoding.ASCII.GetBytes(asked.Path, _request.AsSpan(4));
            _tail.CopyTo(_request, length);
            _received = 0;
            socket.Send(_request.AsSpan(0, length + _tail.Length));
        }

        /// <summary>Reads what there is; true where the answer is whole.</summary>
        public bool TryReceive(out bool isRight)
        {
            isRight = false;
            int read = socket.Receive(_answer.AsSpan(_received), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                return false;
            }

            _received += error == SocketError.Success && read > 0 ? read : throw new SocketException((int)(error == SocketError.Success ? SocketError.ConnectionReset : error));
            ReadOnlySpan<byte> answer = _answer.AsSpan(0, _received);
            isRight = answer.StartsWith("HTTP/1.1 200"u8) && answer.IndexOf(_expected.AsSpan(0, _expectedLength)) >= 0;
            return IsWhole(answer);
        }

        /// <summary>Answers come in chunks, of which the last is empty, or with their length.</summary>
        private static bool IsWhole(ReadOnlySpan<byte> answer)
        {
            int head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0)
            {
                return false;
            }

            int at = answer[..head].IndexOf("Content-Length: "u8);
            if (at < 0)
            {
                return answer.EndsWith("\r\n0\r\n\r\n"u8);
            }

            ReadOnlySpan<byte> text = answer[(at + 16)..head];
            int end = text.IndexOf((byte)'\r');
            return answer.Length >= head + 4 + int.Parse(end < 0 ? text : text[..end], CultureInfo.InvariantCulture);
        }
    }
}

/// <summary>How long answers took, from when their request was due.</summary>
/// <param name="Latencies">In ticks of the stopwatch, ascending.</param>
/// <param name="Wrong">How many answers were wrong.</param>
/// <param name="Seconds">How long it took until all were there.</param>
internal sealed record LookupTimes(IReadOnlyList<long> Latencies, long Wrong, double Seconds)
{
    /// <summary>The latency in milliseconds that a share of them did not exceed; 0 where there were none.</summary>
    public double At(double share) => Latencies.Count == 0 ? 0 : Latencies[(int)Math.Min(Latencies.Count - 1, share * Latencies.Count)] * 1000.0 / Stopwatch.Frequency;
}
