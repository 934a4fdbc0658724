using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using RetailPulse.Grains;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Jobs.Rescue;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Network;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Hosting;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>A silo as the product composes it, on a real SQLite file, with faults between the silo and its storage.</summary>
/// <remarks>
/// Retry delays are short. A fake serves the images: a host <c>held-…</c> never responds, and a host <c>broken-…</c> responds 404 until it
/// is repaired.
/// </remarks>
public class FaultCluster : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly SqliteFolder folder = new();
    private readonly HashSet<string> repaired = [];
    private IHost host = null!;
    private int cases;

    internal FaultScopes Scopes { get; } = new();

    internal WebhookReceiver Receiver { get; private set; } = null!;

    internal IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    internal IRetentionLedger Retention => host.Services.GetRequiredService<IRetentionLedger>();

    /// <summary>Settings that name the database.</summary>
    private protected virtual IEnumerable<KeyValuePair<string, string?>> Database =>
        [new("ConnectionStrings:RetailPulse", folder.ConnectionString)];

    public virtual async ValueTask InitializeAsync()
    {
        Receiver = await WebhookReceiver.StartAsync();
        var stores = Path.Combine(folder.Folder, "stores.csv");
        await File.WriteAllTextAsync(stores, "store_id,store_name,area_code\nS1,One,10\n");
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["RetailPulse:Stores:Path"] = stores,
                ["RetailPulse:Cluster:SiloPort"] = "0",
                ["RetailPulse:Cluster:GatewayPort"] = "0",
                ["RetailPulse:Gpu:MinSleep"] = "00:00:00",
                ["RetailPulse:Gpu:MaxSleep"] = "00:00:00",
                ["RetailPulse:Webhooks:AllowedNetworks:0"] = "127.0.0.1/32",
                ["RetailPulse:Webhooks:Timeout"] = "00:00:02",
                ["RetailPulse:Webhooks:Waits:0"] = "00:00:00.100",
            }
        );
        builder.Configuration.AddInMemoryCollection(Database);
        builder.AddRetailPulseEmbedded();
        Prepare(builder.Services);
        host = builder.Build();
        await host.StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        await Receiver.DisposeAsync();
        folder.Dispose();
    }

    internal IJobGrain Job(long id) => Grains.GetGrain<IJobGrain>(id);

    /// <summary>Returns a number that no other case has. Jobs without a key use it as their id.</summary>
    internal int NextCase() => 1_000_000 + Interlocked.Increment(ref cases);

    internal void Repair(int number)
    {
        lock (repaired)
            repaired.Add(number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reads the database directly, without faults.</summary>
    internal virtual IReadOnlyList<string> Read(string query)
    {
        using var connection = new SqliteConnection($"{folder.ConnectionString};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(
                string.Join(
                    '|',
                    Enumerable
                        .Range(0, reader.FieldCount)
                        .Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))
                )
            );
        return rows;
    }

    /// <summary>Repeats a call until it succeeds, as a client does.</summary>
    internal static async Task<T> RepeatAsync<T>(Func<Task<T>> call)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await call().WaitAsync(TimeSpan.FromSeconds(15));
            }
            catch (Exception exception)
                when (exception is not Xunit.Sdk.XunitException && TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    internal static Task RepeatAsync(Func<Task> call) =>
        RepeatAsync(async () =>
        {
            await call();
            return true;
        });

    private void Prepare(IServiceCollection services)
    {
        services.AddLogging(logging => logging.ClearProviders());
        services.Replace(
            ServiceDescriptor.Singleton<IImageFetcher>(
                new FakeFetcher
                {
                    Gate = new TaskCompletionSource().Task,
                    Gated = url => url.Contains("//held-", StringComparison.Ordinal),
                    Answer = (url, _) => IsBroken(new Uri(url).Host) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound,
                }
            )
        );
        services.Replace(ServiceDescriptor.Singleton<INameResolver>(new FakeNames { Answer = (_, _) => ["127.0.0.1"] }));
        services.Replace(ServiceDescriptor.Singleton(new RetryDelay(TimeSpan.FromMilliseconds(50))));
        services.Replace(ServiceDescriptor.Singleton(new NudgeSchedule(TimeProvider.System, TimeSpan.FromMilliseconds(250))));
        Decorate<ILedger>(services, ledger => new FaultyLedger(ledger, Scopes));
        Decorate<IJobDocuments>(services, documents => new FaultyJobDocuments(documents, Scopes));
        Decorate<IWebhookLedger>(services, webhooks => new FaultyWebhooks(webhooks, Scopes));
        Decorate<IRetentionLedger>(services, retention => new FaultyRetention(retention, Scopes));
        Decorate<IStoreMasterLedger>(services, masters => new FaultyStoreMasters(masters, Scopes));
        DecorateDocuments(services);
    }

    private bool IsBroken(string name)
    {
        if (!name.StartsWith("broken-", StringComparison.Ordinal))
            return false;
        lock (repaired)
            return !repaired.Contains(name["broken-".Length..name.IndexOf('.', StringComparison.Ordinal)]);
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, T> decorate)
        where T : class
    {
        var original = services.Last(service => service.ServiceType == typeof(T) && !service.IsKeyedService);
        services.Remove(original);
        services.AddSingleton(provider =>
            decorate(
                (T)(
                    original.ImplementationFactory?.Invoke(provider)
                    ?? ActivatorUtilities.CreateInstance(provider, original.ImplementationType!)
                )
            )
        );
    }

    private void DecorateDocuments(IServiceCollection services)
    {
        var original = services.Last(service =>
            service.ServiceType == typeof(IGrainStorage) && service.IsKeyedService && service.ServiceKey is "Default"
        );
        services.Remove(original);
        services.AddKeyedSingleton<IGrainStorage>(
            "Default",
            (provider, key) => new FaultyDocuments((IGrainStorage)original.KeyedImplementationFactory!(provider, key), Scopes)
        );
    }
}
