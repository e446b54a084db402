using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LstmService.Benchmarks.Serving;

/// <summary>The peer: Kestrel alone, which reads what it is sent and answers the same bytes, without routes, log or metrics.</summary>
internal sealed class BareServer : IDisposable
{
    private readonly Process _process;

    private BareServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary><c>bare FILE</c>: answers the bytes of a file until standard input ends.</summary>
    public static int Run(string[] args)
    {
        byte[] answer = File.ReadAllBytes(args[0]);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);
        WebApplication app = builder.Build();
        app.Run(async context =>
        {
            if (context.Request.ContentLength > 0) await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer);
        });
        app.StartAsync().GetAwaiter().GetResult();
        Console.WriteLine(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port);
        while (Console.ReadLine() is not null) { }
        return 0;
    }

    public static async Task<BareServer> StartAsync(string file)
    {
        Process process = Child.Start(redirect: true, "bare", file);
        string port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the bare server did not start");
        return new(process, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
