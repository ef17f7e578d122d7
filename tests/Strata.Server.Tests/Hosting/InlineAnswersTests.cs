using System.Globalization;
using System.Text;
using Strata.Server.Hosting.Connections;
using Client = Strata.Server.Tests.Hosting.InlineServer.Client;

namespace Strata.Server.Tests.Hosting;

/// <summary>What is answered from memory is answered by the thread that waits for sockets, and nothing else runs there.</summary>
public sealed class InlineAnswersTests : IAsyncLifetime
{
    private InlineServer _server = null!;

    public async Task InitializeAsync() => _server = await InlineServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public void The_runtime_has_what_it_takes() => SocketCompletions.AreKnown.ShouldBeTrue();

    [Fact]
    public void What_is_answered_from_memory_stays_on_the_thread_that_received_it()
    {
        using Client client = _server.ConnectInline();

        client.Get("/memory").ShouldBe(Client.SocketThread);
        client.Get("/pool").ShouldNotBe(Client.SocketThread);
        client.ShouldBecomeInline();
        client.Get("/leaves").ShouldNotBe(Client.SocketThread);
        client.ShouldBecomeInline();
    }

    [Fact]
    public void What_reads_a_file_first_goes_to_the_pool()
    {
        using Client client = _server.ConnectInline();

        client.Ask("/memory", cookie: "session=x");
        client.Answer().ShouldNotBe(Client.SocketThread);
        client.ShouldBecomeInline();
        _server.AreKeysInMemory = false;
        client.Get("/memory").ShouldNotBe(Client.SocketThread);
    }

    [Fact]
    public void A_request_that_blocks_holds_nobody_up()
    {
        using Client blocked = _server.ConnectInline(), other = _server.ConnectInline();

        blocked.Ask("/blocks");
        _server.Said().ShouldBe("asked");
        other.Get("/memory").ShouldBe(Client.SocketThread);
        other.Get("/pool").ShouldNotBeNull();

        _server.Gate.Set();
        blocked.Answer().ShouldNotBe(Client.SocketThread);
        blocked.ShouldBecomeInline();
    }

    [Fact]
    public void A_request_that_blocks_once_its_body_is_there_holds_nobody_up()
    {
        using Client blocked = _server.ConnectInline(), other = _server.ConnectInline();

        blocked.PostInHalves("/body", _server);
        other.Get("/memory").ShouldBe(Client.SocketThread);

        _server.Gate.Set();
        blocked.Answer().ShouldNotBe(Client.SocketThread);
    }

    [Fact]
    public async Task An_answer_that_blocks_once_there_is_room_for_more_holds_nobody_up()
    {
        using Client blocked = _server.ConnectInline(), other = _server.ConnectInline();

        blocked.Ask("/large");
        _server.Said().ShouldBe("full");
        Task<string?> answer = Task.Factory.StartNew(blocked.Answer, TaskCreationOptions.LongRunning);
        _server.Said().ShouldNotBe(Client.SocketThread);
        other.Get("/memory").ShouldBe(Client.SocketThread);

        _server.Gate.Set();
        (await answer)!.Length.ShouldBe(8 << 20);
        blocked.ShouldBecomeInline();
    }

    [Fact]
    public void Who_blocks_hears_that_the_client_is_gone()
    {
        using Client gone = _server.ConnectInline(), other = _server.ConnectInline();

        gone.PostInHalves("/abort", _server);
        gone.Reset();
        _server.Said().ShouldBe("aborted");
        other.Get("/memory").ShouldBe(Client.SocketThread);
    }

    [Fact]
    public void A_client_that_sent_all_is_answered_from_memory_before_the_connection_ends()
    {
        using Client client = _server.ConnectInline();

        // What goes to the pool need not be answered: the web server takes a client that sends no more for one that is gone.
        client.Ask("/memory");
        client.EndSending();
        client.Answer().ShouldNotBeNull();
        client.IsAtEnd().ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_body_is_read_whole(bool isChunked)
    {
        using Client client = _server.ConnectInline();
        byte[] body = new byte[20 << 20];
        new Random(1).NextBytes(body);

        client.Send($"POST /sum HTTP/1.1\r\nHost: strata\r\n{(isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}")}\r\n\r\n");
        foreach (byte[] piece in body.Chunk(isChunked ? 100_000 : body.Length))
        {
            client.Send(isChunked ? $"{piece.Length:x}\r\n" : "");
            client.Send(piece.AsSpan());
            client.Send(isChunked ? "\r\n" : "");
        }

        client.Send(isChunked ? "0\r\n\r\n" : "");
        client.Answer().ShouldBe(body.Sum(one => (long)one).ToString(CultureInfo.InvariantCulture));
        client.ShouldBecomeInline();
    }

    [Fact]
    public void Who_sends_without_waiting_leaves_the_thread_to_others()
    {
        using Client client = _server.ConnectInline();

        client.Send(string.Concat(Enumerable.Repeat("GET /memory HTTP/1.1\r\nHost: strata\r\n\r\n", 1000)));
        int inARow = 0, longest = 0;
        for (int i = 0; i < 1000; i++)
        {
            inARow = client.Answer() == Client.SocketThread ? inARow + 1 : 0;
            longest = Math.Max(longest, inARow);
        }

        longest.ShouldBeLessThanOrEqualTo(64);
    }

    [Fact]
    public void A_head_that_comes_in_pieces_is_read()
    {
        using Client client = _server.ConnectInline();

        foreach (char one in "GET /memory HTTP/1.1\r\nHost: strata\r\n\r\n")
        {
            client.Send(Encoding.ASCII.GetBytes([one]).AsSpan());
        }

        client.Answer().ShouldBe(Client.SocketThread);
    }

    [Fact]
    public void Many_connections_are_answered()
    {
        Client[] clients = [.. Enumerable.Range(0, 500).Select(_ => _server.Connect())];
        for (int round = 0; round < 3; round++)
        {
            Array.ForEach(clients, client => client.Ask("/memory"));
            Array.ForEach(clients, client => client.Answer().ShouldNotBeNull());
        }

        Array.ForEach(clients, client => client.Reset());
        using Client other = _server.ConnectInline();
    }

    [Fact]
    public async Task Who_stops_waits_for_what_is_under_way()
    {
        using Client blocked = _server.ConnectInline(), idle = _server.ConnectInline();

        blocked.Ask("/blocks");
        _server.Said().ShouldBe("asked");
        Task stop = _server.StopAsync();
        idle.IsAtEnd().ShouldBeTrue("it has nothing under way");
        stop.IsCompleted.ShouldBeFalse();
        _server.Gate.Set();
        blocked.Answer().ShouldNotBeNull();
        await stop;
        blocked.IsAtEnd().ShouldBeTrue();
    }

    [Fact]
    public void It_is_answered_while_all_threads_of_the_pool_are_busy()
    {
        using Client client = _server.ConnectInline();
        using var gate = new ManualResetEventSlim();
        using var ended = new CountdownEvent(64);
        for (int i = 0; i < 64; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    gate.Wait();
                    ended.Signal();
                },
                null);
        }

        client.Get("/memory").ShouldBe(Client.SocketThread);
        gate.Set();
        ended.Wait();
    }
}
