using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Strata.Server.Hosting.Connections;

namespace Strata.Server.Tests.Hosting;

/// <summary>A web server whose connections are those of the product, with endpoints that block until they are let go.</summary>
internal sealed class InlineServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly BlockingCollection<string> _blocked = [];

    private InlineServer(WebApplication application) => _application = application;

    /// <summary>Lets go what blocks.</summary>
    public ManualResetEventSlim Gate { get; } = new();

    /// <summary>Whether keys can be checked without a file being read.</summary>
    public bool AreKeysInMemory { get; set; } = true;

    /// <summary>Starts one.</summary>
    public static async Task<InlineServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        InlineConnection.UseFor(builder.WebHost);
        WebApplication application = builder.Build();
        var server = new InlineServer(application);
        application.UseRouting();
        application.UseMiddleware<InlineAnswers>(new Func<bool>(() => server.AreKeysInMemory));
        application.MapGet("/memory", (RequestDelegate)SayThreadAsync).AnswersFromMemory();
        application.MapGet("/leaves", (RequestDelegate)LeaveAsync).AnswersFromMemory();
        application.MapGet("/pool", (RequestDelegate)SayThreadAsync);
        application.MapGet("/blocks", (RequestDelegate)(context => server.BlockAsync(context, "asked")));
        application.MapPost("/body", (RequestDelegate)server.ReadAndBlockAsync);
        application.MapPost("/sum", (RequestDelegate)SumAsync);
        application.MapPost("/abort", (RequestDelegate)server.BlockUntilAbortedAsync);
        application.MapGet("/large", (RequestDelegate)server.WriteAndBlockAsync);
        await application.StartAsync();
        return server;
    }

    /// <summary>What an endpoint says next before it blocks or goes on.</summary>
    public string Said() => _blocked.TryTake(out string? said, TimeSpan.FromMinutes(1)) ? said : throw new TimeoutException("No endpoint said anything.");

    /// <summary>A connection to it.</summary>
    public Client Connect() => new(new Uri(_application.Urls.First()).Port);

    /// <summary>A connection to it whose requests are answered by the thread that waits for sockets.</summary>
    public Client ConnectInline()
    {
        Client client = Connect();
        client.ShouldBecomeInline();
        return client;
    }

    /// <summary>Takes no more connections, and waits for what is under way.</summary>
    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Gate.Set();
        await _application.DisposeAsync();
        _blocked.Dispose();
        Gate.Dispose();
    }

    private static Task SayThreadAsync(HttpContext context) => context.Response.WriteAsync(Thread.CurrentThread.Name ?? "");

    private static async Task LeaveAsync(HttpContext context)
    {
        await InlineAnswers.LeaveAsync(context);
        await SayThreadAsync(context);
    }

    private Task BlockAsync(HttpContext context, string what)
    {
        string thread = Thread.CurrentThread.Name ?? "";
        _blocked.Add(what);
        Gate.Wait();
        return context.Response.WriteAsync(thread);
    }

    private async Task ReadAndBlockAsync(HttpContext context)
    {
        await ReadInHalvesAsync(context.Request.Body);
        await BlockAsync(context, "read");
    }

    /// <summary>Reads a body of eight bytes of which the second half comes once "begun" was said.</summary>
    private async Task ReadInHalvesAsync(Stream body)
    {
        byte[] half = new byte[4];
        await body.ReadExactlyAsync(half);
        ValueTask rest = body.ReadExactlyAsync(half);
        _blocked.Add("begun");
        await rest;
    }

    private static async Task SumAsync(HttpContext context)
    {
        long sum = 0;
        byte[] piece = new byte[1 << 16];
        for (int read; (read = await context.Request.Body.ReadAsync(piece)) > 0;)
        {
            for (int i = 0; i < read; i++)
            {
                sum += piece[i];
            }
        }

        await context.Response.WriteAsync(sum.ToString(CultureInfo.InvariantCulture));
    }

    private async Task BlockUntilAbortedAsync(HttpContext context)
    {
        await ReadInHalvesAsync(context.Request.Body);
        _blocked.Add("read");
        context.RequestAborted.WaitHandle.WaitOne();
        _blocked.Add("aborted");
    }

    private async Task WriteAndBlockAsync(HttpContext context)
    {
        context.Response.ContentLength = 8 << 20;
        byte[] block = new byte[1 << 16];
        for (int i = 0; i < 128; i++)
        {
            ValueTask<System.IO.Pipelines.FlushResult> written = context.Response.BodyWriter.WriteAsync(block);
            if (!written.IsCompleted && !Gate.IsSet)
            {
                _blocked.Add("full");
                await written;
                _blocked.Add(Thread.CurrentThread.Name ?? "");
                Gate.Wait();
            }
            else
            {
                await written;
            }
        }
    }

    /// <summary>A connection, used by a thread that blocks.</summary>
    internal sealed class Client : IDisposable
    {
        /// <summary>What the thread that waits for sockets is called.</summary>
        public const string SocketThread = ".NET Sockets";

        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000 };

        public Client(int port) => _socket.Connect(IPAddress.Loopback, port);

        /// <summary>Asks, and waits for the answer.</summary>
        public string? Get(string path)
        {
            Ask(path);
            return Answer();
        }

        /// <summary>Asks, without waiting for the answer.</summary>
        public void Ask(string path, string? cookie = null) =>
            Send($"GET {path} HTTP/1.1\r\nHost: strata\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}\r\n");

        /// <summary>Begins a request with a body of eight bytes, and ends it once the server has begun to read.</summary>
        public void PostInHalves(string path, InlineServer server)
        {
            Send($"POST {path} HTTP/1.1\r\nHost: strata\r\nContent-Length: 8\r\n\r\nabcd");
            server.Said().ShouldBe("begun");
            Send("efgh");
            server.Said().ShouldBe("read");
        }

        /// <summary>
        /// Asks until the thread that waits for sockets answers. A thread of the pool that just answered may still be about to wait for the next
        /// request, and find it.
        /// </summary>
        public void ShouldBecomeInline()
        {
            while (Get("/memory") != SocketThread)
            {
                // Again.
            }
        }

        public void Send(string text) => _socket.Send(Encoding.ASCII.GetBytes(text));

        public void Send(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[_socket.Send(bytes)..];
            }
        }

        /// <summary>The body of the next answer, which must be 200.</summary>
        public string? Answer()
        {
            string head = "";
            while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                head += (char)Receive(1)[0];
            }

            head.ShouldStartWith("HTTP/1.1 200");
            const string Length = "Content-Length: ";
            int at = head.IndexOf(Length, StringComparison.Ordinal);
            if (at >= 0)
            {
                return Encoding.ASCII.GetString(Receive(int.Parse(head[(at + Length.Length)..head.IndexOf('\r', at)], CultureInfo.InvariantCulture)));
            }

            string body = "";
            while (true)
            {
                string line = "";
                while (!line.EndsWith("\r\n", StringComparison.Ordinal))
                {
                    line += (char)Receive(1)[0];
                }

                string chunk = Encoding.ASCII.GetString(Receive(int.Parse(line.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) + 2));
                if (chunk == "\r\n")
                {
                    return body;
                }

                body += chunk[..^2];
            }
        }

        /// <summary>Goes away without a word.</summary>
        public void Reset()
        {
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
            _socket.Close();
        }

        /// <summary>Says that nothing more is sent.</summary>
        public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

        /// <summary>Whether the other side ended the connection, and sent nothing more.</summary>
        public bool IsAtEnd() => _socket.Receive(new byte[1]) == 0;

        public void Dispose() => _socket.Dispose();

        private byte[] Receive(int length)
        {
            byte[] bytes = new byte[length];
            for (int at = 0; at < length;)
            {
                int read = _socket.Receive(bytes, at, length - at, SocketFlags.None);
                at += read > 0 ? read : throw new InvalidOperationException("The connection ended.");
            }

            return bytes;
        }
    }
}
