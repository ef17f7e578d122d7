using System.Net.Sockets;
using System.Text;
using Strata.Platform.Ingest.Pipeline;

namespace Strata.Bench.Ingest;

/// <summary>Sends batches of events over connections that stay open, several requests under way on each. Runs as a process of its own.</summary>
public static class IngestLoad
{
    /// <summary>Sends until the time is over, and waits for the last answers.</summary>
    /// <param name="url">The server.</param>
    /// <param name="key">The write key.</param>
    /// <param name="options">What is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<LoadResult> RunAsync(Uri url, string key, IngestBenchOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(options);
        var latency = new LatencyHistogram();
        var accounts = new ZipfAccounts(options.Accounts);
        var samples = new SampleInstants(options.Seconds, options.Samples, options.Connections);
        long start = TimeProvider.System.GetTimestamp();
        Connection[] connections = [.. Enumerable.Range(0, options.Connections).Select(number => new Connection(url, key, number, options, accounts, latency, samples))];
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(connections.Select(connection => RunAsync(connection, start, ending)));
        return new LoadResult(
            TimeProvider.System.GetElapsedTime(start).TotalSeconds,
            [.. connections.Select(connection => connection.Acknowledged)],
            connections.Sum(connection => connection.Busy),
            latency.Percentile(0.5),
            latency.Percentile(0.99),
            latency.Max,
            [.. samples.Taken]);
    }

    /// <summary>Lets a connection send; where it fails, nobody waits for it.</summary>
    private static async Task RunAsync(Connection connection, long start, CancellationTokenSource ending)
    {
        try
        {
            await connection.RunAsync(start, ending.Token);
        }
        catch (Exception)
        {
            await ending.CancelAsync();
            throw;
        }
    }

    private sealed class Connection(
        Uri url, string key, int number, IngestBenchOptions options, ZipfAccounts accounts, LatencyHistogram latency, SampleInstants samples)
    {
        private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
        private readonly EventBatch _batch = new(url.Authority, key, number, accounts);
        private readonly byte[] _received = new byte[64 << 10];
        private readonly Queue<(long First, long SentAt)> _underWay = new();
        private int _have;

        public long Acknowledged { get; private set; }

        public long Busy { get; private set; }

        public async Task RunAsync(long start, CancellationToken cancellation)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(url.Host, url.Port, cancellation);
            double perSecond = options.Rate / (double)options.Connections;

            // Where a rate is kept, connections send one after the other, not all at the same moment.
            double first = perSecond > 0 ? IngestBenchOptions.EventsABatch / perSecond * number / options.Connections : 0;
            long next = 0;
            int sampled = 0;
            while (TimeProvider.System.GetElapsedTime(start).TotalSeconds < options.Seconds)
            {
                if (samples.IsDue(sampled, TimeProvider.System.GetElapsedTime(start).TotalSeconds))
                {
                    next = await AnswersAsync(socket, next, cancellation);
                    await samples.TakeAsync(cancellation);
                    sampled++;
                    continue;
                }

                if (perSecond > 0 && first + (next / perSecond) > TimeProvider.System.GetElapsedTime(start).TotalSeconds)
                {
                    if (_underWay.Count > 0)
                    {
                        next = await AnswerAsync(socket, next, cancellation);
                    }
                    else
                    {
                        await Task.Delay(1, cancellation);
                    }

                    continue;
                }

                await SendAsync(socket, next, cancellation);
                next += IngestBenchOptions.EventsABatch;
                if (_underWay.Count >= IngestBenchOptions.RequestsUnderWay)
                {
                    next = await AnswerAsync(socket, next, cancellation);
                }
            }

            await AnswersAsync(socket, next, cancellation);
            for (; sampled < samples.Count; sampled++)
            {
                await samples.TakeAsync(cancellation);
            }
        }

        /// <summary>Takes every answer that is to come; gives the number of the event to go on with.</summary>
        private async Task<long> AnswersAsync(Socket socket, long next, CancellationToken cancellation)
        {
            while (_underWay.Count > 0)
            {
                next = await AnswerAsync(socket, next, cancellation);
            }

            return next;
        }

        private async Task SendAsync(Socket socket, long first, CancellationToken cancellation)
        {
            _underWay.Enqueue((first, TimeProvider.System.GetTimestamp()));
            ReadOnlyMemory<byte> request = _batch.Next(first, TimeProvider.System.GetUtcNow());
            while (!request.IsEmpty)
            {
                request = request[await socket.SendAsync(request, cancellation)..];
            }
        }

        /// <summary>Takes the next answer; gives the number of the event to go on with.</summary>
        private async Task<long> AnswerAsync(Socket socket, long next, CancellationToken cancellation)
        {
            int status = await ReadAnswerAsync(socket, cancellation);
            (long first, long sentAt) = _underWay.Dequeue();
            if (status == 200)
            {
                latency.Add(TimeProvider.System.GetElapsedTime(sentAt));
                Acknowledged = first + IngestBenchOptions.EventsABatch;
                return next;
            }

            if (status is not (429 or 503))
            {
                throw new InvalidOperationException($"The server answered {status}.");
            }

            // What was refused is sent again, and what was sent after it too: the server knows the ids of what it took.
            Busy++;
            while (_underWay.Count > 0)
            {
                await ReadAnswerAsync(socket, cancellation);
                _underWay.Dequeue();
            }

            await Task.Delay(50, cancellation);
            return first;
        }

        private async Task<int> ReadAnswerAsync(Socket socket, CancellationToken cancellation)
        {
            while (true)
            {
                int head = _received.AsSpan(0, _have).IndexOf(EndOfHead);
                if (head >= 0)
                {
                    string text = Encoding.ASCII.GetString(_received, 0, head);
                    int whole = head + EndOfHead.Length + LengthOf(text);
                    if (whole <= _have)
                    {
                        _received.AsSpan(whole, _have - whole).CopyTo(_received);
                        _have -= whole;
                        return int.Parse(text.AsSpan("HTTP/1.1 ".Length, 3), System.Globalization.CultureInfo.InvariantCulture);
                    }
                }

                int read = await socket.ReceiveAsync(_received.AsMemory(_have), cancellation);
                if (read == 0)
                {
                    throw new InvalidOperationException("The server closed the connection.");
                }

                _have += read;
            }
        }

        private static int LengthOf(string head)
        {
            const string Name = "\r\nContent-Length: ";
            int at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                throw new InvalidOperationException($"The answer has no length: {head}");
            }

            int end = head.IndexOf('\r', at + Name.Length);
            return int.Parse(head.AsSpan(at + Name.Length, (end < 0 ? head.Length : end) - at - Name.Length), System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
