using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using RetailPulse.Webhooks;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>A program that the cluster's operator did not configure: an Orleans client that knows only a port.</summary>
internal static class Stranger
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    /// <summary>Reads a tenant's webhook secret from a silo; returns <see langword="null"/> if access is refused.</summary>
    /// <remarks>A client of Orleans that is refused tries again until its time is over. An unprotected silo responds within seconds.</remarks>
    public static async Task<string?> StealSecretAsync(int gateway)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
            client
                .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, gateway))
                .Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = ("retailpulse", "retailpulse"))
        );
        using var host = builder.Build();
        try
        {
            await host.StartAsync().WaitAsync(MaxDuration);
            var secrets = await ((IGrainFactory)host.Services.GetService(typeof(IGrainFactory))!)
                .GetGrain<IWebhookSecretGrain>("default")
                .GetAsync()
                .WaitAsync(MaxDuration);
            return secrets.Current;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or IOException)
        {
            return null;
        }
    }
}
