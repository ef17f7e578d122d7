using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;

namespace Strata.Server.Hosting.Connections;

/// <summary>
/// A connection, and on which threads its requests are answered. It is in one of two states: either the thread that waits for sockets
/// receives, reads the head of a request and answers it, or it is in the pool, where whatever waits for the connection goes on. It
/// begins in the pool; <see cref="InlineAnswers"/> says from request to request which it is.
/// </summary>
internal sealed class InlineConnection
{
    /// <summary>
    /// After so many in a row one request is answered in the pool, so that a client that sends without waiting leaves the thread to others.
    /// </summary>
    private const int MostInARow = 64;

    private readonly Socket _socket;
    private volatile bool _isInPool = true;
    private int _inARow;

    private InlineConnection(Socket socket) => _socket = socket;

    /// <summary>Whether what waits for the connection goes on in the pool.</summary>
    public bool IsInPool => _isInPool;

    /// <summary>
    /// Has the connections of a server know their state. What waits for one goes on where it came about, rather than in the pool each time:
    /// an application that uses this uses <see cref="InlineAnswers"/> too.
    /// </summary>
    public static void UseFor(IWebHostBuilder server)
    {
        SocketCompletions.Prepare();
        server.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        server.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection =>
        {
            Follow(connection);
            return next(connection);
        })));
    }

    /// <summary>The request may be answered where its head was read; false where it is another connection's turn.</summary>
    public bool TryStay()
    {
        if (++_inARow > MostInARow)
        {
            return false;
        }

        ReturnToSocket();
        return true;
    }

    /// <summary>What waits for the connection goes on in the pool from now on; whoever says so goes there itself.</summary>
    public void LeaveToPool()
    {
        _inARow = 0;
        if (!_isInPool)
        {
            _isInPool = true;
            SocketCompletions.Set(_socket, inline: false);
        }
    }

    /// <summary>The next request is read by the thread that waits for sockets.</summary>
    public void ReturnToSocket()
    {
        if (_isInPool)
        {
            _isInPool = false;
            SocketCompletions.Set(_socket, inline: true);
        }
    }

    private static void Follow(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { } feature)
        {
            var inline = new InlineConnection(feature.Socket);
            connection.Features.Set(inline);
            connection.Transport = new Pipes(new PoolReader(connection.Transport.Input, inline), new PoolWriter(connection.Transport.Output, inline));
        }
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
