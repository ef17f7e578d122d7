using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Strata.Bench.Lookup;

/// <summary>
/// Asks over HTTP at a fixed rate, whether or not the answers keep up: a request is due when it is due, and what it waits for a free
/// connection counts. One thread sends, the connections receive as answers come.
/// </summary>
internal sealed class LookupLoad : IDisposable
{
    private readonly Connection[] _connections;
    private readonly long _accounts;

    private LookupLoad(Connection[] connections, long accounts)
    {
        _connections = connections;
        _accounts = accounts;
    }

    /// <summary>Opens the connections.</summary>
    public static async Task<LookupLoad> OpenAsync(Uri server, string key, long accounts, int connections, CancellationToken cancellation)
    {
        var open = new Connection[connections];
        for (int i = 0; i < connections; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellation);
            open[i] = new Connection(socket, $" HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {key}\r\n\r\n");
            open[i].Begin();
        }

        return new LookupLoad(open, accounts);
    }

    /// <summary>Asks for so long; gives the latencies in ticks of the stopwatch, and how many answers were wrong.</summary>
    public (List<long> Latencies, long Wrong, double Seconds) Run(int rate, double seconds, CancellationToken cancellation)
    {
        double interval = Stopwatch.Frequency / (double)rate;
        long start = Stopwatch.GetTimestamp(), requests = (long)(rate * seconds);
        var random = new Random(1);
        int at = 0;
        for (long i = 0; i < requests && !cancellation.IsCancellationRequested; i++)
        {
            long due = start + (long)(i * interval);
            while (Stopwatch.GetTimestamp() < due)
            {
                Thread.Yield();
            }

            // Where all are waiting for answers, the next to be free takes it; that it waited counts.
            while (!_connections[at].TrySend(random.NextInt64(_accounts), due))
            {
                at = (at + 1) % _connections.Length;
            }

            at = (at + 1) % _connections.Length;
        }

        foreach (Connection connection in _connections)
        {
            connection.WaitUntilIdle();
        }

        double took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return ([.. _connections.SelectMany(connection => connection.Latencies)], _connections.Sum(connection => connection.Wrong), took);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Connection connection in _connections)
        {
            connection.Dispose();
        }
    }

    /// <summary>A connection with one request under way at a time.</summary>
    private sealed class Connection(Socket socket, string tail) : IDisposable
    {
        private readonly byte[] _tail = Encoding.ASCII.GetBytes(tail);
        private readonly byte[] _request = new byte[1024];
        private readonly byte[] _answer = new byte[1 << 16];
        private byte[] _expected = [];
        private long _due;
        private int _busy;

        public List<long> Latencies { get; } = new(1 << 16);

        public long Wrong { get; private set; }

        public void Begin() => _ = Task.Run(ReceiveAsync);

        public bool TrySend(long account, long due)
        {
            if (Volatile.Read(ref _busy) != 0)
            {
                return false;
            }

            _due = due;
            _expected = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"acct-{account:D8}\""));
            int length = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"GET /v1/lookup?domain=a{account}.example&fields=name,employees"), _request);
            _tail.CopyTo(_request, length);
            Volatile.Write(ref _busy, 1);
            socket.Send(_request.AsSpan(0, length + _tail.Length));
            return true;
        }

        public void WaitUntilIdle()
        {
            while (Volatile.Read(ref _busy) != 0)
            {
                Thread.Yield();
            }
        }

        public void Dispose() => socket.Dispose();

        private async Task ReceiveAsync()
        {
            int length = 0;
            while (true)
            {
                int read;
                try
                {
                    read = await socket.ReceiveAsync(_answer.AsMemory(length));
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
                {
                    return;
                }

                length += read;
                if (read == 0)
                {
                    return;
                }

                if (!IsWhole(_answer.AsSpan(0, length)))
                {
                    continue;
                }

                Latencies.Add(Stopwatch.GetTimestamp() - _due);
                if (!_answer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8) || _answer.AsSpan(0, length).IndexOf(_expected) < 0)
                {
                    Wrong++;
                }

                length = 0;
                Volatile.Write(ref _busy, 0);
            }
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
