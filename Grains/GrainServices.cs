using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Hosts;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Attempts;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Grains.Images.Photos;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Jobs.Reading;
using RetailPulse.Grains.Jobs.Rescue;
using RetailPulse.Grains.Jobs.Retention;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Secrets;
using RetailPulse.Grains.Stores;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Jobs;

namespace RetailPulse.Grains;

/// <summary>Registers all services of the grains except storage.</summary>
internal static class GrainServices
{
    public static IServiceCollection AddRetailPulseGrains(this IServiceCollection services, IConfiguration configuration)
    {
        AddOptions(services, configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new RandomSource(new Random()));
        services.AddSingleton<IImageMeter, Meter>();
        services.AddSingleton<INameResolver>(provider => new SystemNameResolver(Dns.GetHostAddresses, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ContentKeys>();
        services.AddSingleton(provider => new OwnAddresses(OwnAddresses.ReadInterfaces, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IImageFetcher, HttpImageFetcher>();
        services.AddSingleton<ImageCapacity>();
        services.TryAddSingleton<JobReferences>();
        services.TryAddSingleton(RetryDelay.Default);
        services.AddSingleton<HostQueues>();
        services.AddSingleton<IHostObservatory>(provider => provider.GetRequiredService<HostQueues>());
        services.AddSingleton<HostObservatories>();
        services.AddGrainService<HostObservatoryService>();
        services.AddSingleton<ImageRetrier>();
        services.AddSingleton(provider => new InFlightBudget(
            provider.GetRequiredService<IOptions<ImagesOptions>>(),
            () => provider.GetRequiredService<ISiloStatusOracle>().GetApproximateSiloStatuses(onlyActive: true).Count));
        services.AddSingleton<JobRuns>();
        services.AddSingleton<JobEnds>();
        services.AddSingleton<RecentMembershipChange>();
        services.AddSingleton<SiloShutdown>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloShutdown>());
        services.AddSingleton<StoreCheck>();
        services.AddSingleton<ExportPlaces>();
        services.AddSingleton<StoreMasterFile>();
        services.AddSingleton<StoreMasterVersions>();
        services.AddSingleton(provider => SecretCipher.Read(provider.GetRequiredService<IOptions<SecretsOptions>>().Value));
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton(provider => new WebhookSchedule(provider.GetRequiredService<IOptions<WebhooksOptions>>().Value, provider.GetRequiredService<RandomSource>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<WebhookClient>(provider, provider.GetRequiredService<TimeProvider>(), TimeProvider.System));
        services.AddSingleton<WebhookDispatcher>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<JobPartition>();
        services.AddSingleton(provider => new NudgeSchedule(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<JobRescue>();
        services.AddSingleton<ExpiredJobRemover>();
        services.AddSingleton<PhotoIndexer>();
        return services;
    }

    private static void AddOptions(IServiceCollection services, IConfiguration configuration)
    {
        var images = configuration.GetSection(ImagesOptions.Section);
        services.AddOptions<ImagesOptions>().Bind(images)
            .Validate(o => o.Slots is >= 1 and <= 100_000, "RetailPulse:Images:Slots must be 1 to 100000.")
            .Validate(o => o.MaxAttempts is >= 1 and <= 20, "RetailPulse:Images:MaxAttempts must be 1 to 20.")
            .Validate(o => IsLimit(o.AttemptTimeout), "RetailPulse:Images:AttemptTimeout must be 00:00:00.001 to 01:00:00.")
            .Validate(o => IsLimit(o.ConnectTimeout), "RetailPulse:Images:ConnectTimeout must be 00:00:00.001 to 01:00:00.")
            .Validate(o => IsLimit(o.IdleTimeout), "RetailPulse:Images:IdleTimeout must be 00:00:00.001 to 01:00:00.")
            .Validate(o => o.MaxBytes >= 1, "RetailPulse:Images:MaxBytes must be at least 1.")
            .Validate(o => o.MaxConnectionsPerHost >= 1, "RetailPulse:Images:MaxConnectionsPerHost must be at least 1.")
            .Validate(
                o => o.HostPatience >= TimeSpan.Zero && o.HostPatience <= TimeSpan.FromHours(1), "RetailPulse:Images:HostPatience must be 00:00:00 to 01:00:00.")
            .Validate(
                o => o.RequestedWait >= TimeSpan.Zero && o.RequestedWait <= TimeSpan.FromDays(1), "RetailPulse:Images:RequestedWait must be 00:00:00 to 1.00:00:00.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ImagesOptions>, RequestHeadersCheck>();
        services.AddSingleton<IValidateOptions<ImagesOptions>>(new NetworksValidator<ImagesOptions>(ImagesOptions.Section, images));
        services.AddOptions<StoresOptions>().Bind(configuration.GetSection(StoresOptions.Section))
            .Validate(o => o.Path.Length > 0, "RetailPulse:Stores:Path is empty; name the store master's CSV file.")
            .ValidateOnStart();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section))
            .Validate(o => o.Valid, "RetailPulse:Retention must be 01:00:00 or more, such as 30.00:00:00, or 00:00:00, which keeps jobs forever.")
            .ValidateOnStart();
        services.AddOptions<SecretsOptions>().Bind(configuration.GetSection(SecretsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SecretsOptions>, SecretsOptionsValidator>();
        var webhooks = configuration.GetSection(WebhooksOptions.Section);
        services.AddSingleton<IValidateOptions<WebhooksOptions>>(new NetworksValidator<WebhooksOptions>(WebhooksOptions.Section, webhooks));
        services.AddOptions<WebhooksOptions>().Bind(webhooks)
            .Validate(
                o => o.Timeout >= TimeSpan.FromMilliseconds(100) && o.Timeout <= TimeSpan.FromMinutes(1), "RetailPulse:Webhooks:Timeout must be 00:00:00.100 to 00:01:00.")
            .Validate(
                o => o.Waits.All(wait => wait >= TimeSpan.FromMilliseconds(1) && wait <= TimeSpan.FromDays(7)),
                "RetailPulse:Webhooks:Waits is a list of times from 00:00:00.001 to 7.00:00:00; write RetailPulse:Webhooks:Waits:0=00:00:05, and so on.")
            .ValidateOnStart();
        services.AddOptions<GpuOptions>().Bind(configuration.GetSection(GpuOptions.Section))
            .Validate(
                o => o.MinSleep >= TimeSpan.Zero && o.MinSleep <= o.MaxSleep && o.MaxSleep <= TimeSpan.FromMinutes(1),
                "RetailPulse:Gpu:MinSleep must be 0 or more and at most MaxSleep, and MaxSleep at most 00:01:00.")
            .ValidateOnStart();
    }

    private static bool IsLimit(TimeSpan limit) => limit >= TimeSpan.FromMilliseconds(1) && limit <= TimeSpan.FromHours(1);
}
