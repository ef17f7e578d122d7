using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Strata.Server.Tests.Webhooks;

/// <summary>A program that receives webhooks, on a free port of this machine.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Channel<(IHeaderDictionary Headers, byte[] Body)> _received = Channel.CreateUnbounded<(IHeaderDictionary, byte[])>();
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _paths = new();

    private Receiver()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _paths.Enqueue(context.Request.Path);
            var headers = new HeaderDictionary();
            foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in context.Request.Headers)
            {
                headers[name] = value;
            }

            await _received.Writer.WriteAsync((headers, body.ToArray()));
        });
    }

    public string Url => _application.Urls.First() + "/hook";

    public IReadOnlyCollection<string> Paths => _paths;

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver._application.StartAsync();
        return receiver;
    }

    public async Task<(IHeaderDictionary Headers, byte[] Body)> NextAsync() => await _received.Reader.ReadAsync();

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
