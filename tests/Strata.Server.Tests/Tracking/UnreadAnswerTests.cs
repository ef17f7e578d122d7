using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Keys;
using Strata.Server.Tracking;

namespace Strata.Server.Tests.Tracking;

/// <summary>Those who do not read their answers keep nobody else from being taken in.</summary>
public sealed class UnreadAnswerTests() : ServedTests(KeyScope.Track)
{
    /// <summary>As much as a request may have, and more of them than may wait at once.</summary>
    private const int Bytes = 8 << 20;
    private const int Requests = 9;

    [Fact]
    public async Task A_request_has_given_its_turn_back_when_it_is_answered()
    {
        byte[] body = new byte[Bytes];
        body.AsSpan().Fill((byte)' ');
        Encoding.UTF8.GetBytes("{\"batch\": []}").CopyTo(body, 0);
        string key = Server.Key(KeyScope.Track);
        TrackingHandler handler = Server.Server.Services.GetRequiredService<TrackingHandler>();
        using var unread = new UnreadStream();

        Task[] answered = new Task[Requests];
        for (int request = 0; request < Requests; request++)
        {
            var context = new DefaultHttpContext { RequestServices = Server.Server.Services };
            context.Request.Method = HttpMethods.Post;
            context.Request.Headers.Authorization = $"Bearer {key}";
            context.Request.ContentLength = body.Length;
            context.Request.Body = new MemoryStream(body);
            context.Response.Body = unread;
            answered[request] = handler.HandleAsync(context, kind: null);
            await unread.WrittenAsync();
            context.Response.StatusCode.ShouldBe(StatusCodes.Status200OK);
        }

        answered.ShouldAllBe(answer => !answer.IsCompleted);
        unread.Read();
        await Task.WhenAll(answered);
    }

    /// <summary>Takes bytes, and does not let go on whoever writes until somebody reads.</summary>
    private sealed class UnreadStream : MemoryStream
    {
        private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _written = new(0);

        public Task WrittenAsync() => _written.WaitAsync();

        public void Read() => _read.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _written.Release();
            await _read.Task;
        }
    }
}
