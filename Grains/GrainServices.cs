using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Hosts;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Analysis;
using RetailPulse.Grains.Images.Attempts;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Grains.Images.Photos;
using RetailPulse.Grains.Images.Thumbnails;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Jobs.Operations;
using RetailPulse.Grains.Jobs.Reading;
using RetailPulse.Grains.Jobs.Rescue;
using RetailPulse.Grains.Jobs.Retention;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Reports;
using RetailPulse.Grains.Secrets;
using RetailPulse.Grains.Stores;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Grains.Throughput;
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
        AddTelemetry(services);
        services.TryAddSingleton(RetryDelay.Default);
        services.AddSingleton(typeof(SiloServices<>));
        services.AddSingleton<RecentMembershipChange>();
        services.AddSingleton<SiloShutdown>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloShutdown>());
        services.AddSingleton<StoreMasterFile>();
        services.AddSingleton<StoreMasterVersions>();
        services.AddSingleton(provider => SecretCipher.Read(provider.GetRequiredService<IOptions<SecretsOptions>>().Value));
        services.AddSingleton<ClockWatch>();
        AddImages(services);
        AddJobs(services);
        AddWebhooks(services);
        AddThumbnails(services);
        return services;
    }

    /// <summary>Registers what a silo reports about itself and its work. It needs an <see cref="ISettingsReport"/> and an <see cref="INoticesReport"/>.</summary>
    public static IServiceCollection AddRetailPulseReports(this IServiceCollection services)
    {
        services.AddSingleton<SiloReporter>();
        services.AddGrainService<SiloReportService>();
        services.AddSingleton<ThroughputRecorder>();
        return services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<ThroughputRecorder>());
    }

    private static void AddTelemetry(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<VisitTraces>();
        Add<FetchTelemetry>();
        Add<HostTelemetry>();
        Add<ImageTelemetry>();
        Add<JobTelemetry>();
        Add<StoreTelemetry>();
        Add<WebhookTelemetry>();

        void Add<T>()
            where T : class, IZeroedCounters
        {
            services.AddSingleton<T>();
            services.AddSingleton<IZeroedCounters>(provider => provider.GetRequiredService<T>());
        }
    }

    /// <summary>
    /// Binds the options. <c>SettingsCheck</c> has checked their attributes and own rules; what remains are rules that need other code.
    /// </summary>
    private static void AddOptions(IServiceCollection services, IConfiguration configuration)
    {
        Bind<ImagesOptions>(ImagesOptions.Section);
        Bind<AnalysisOptions>(AnalysisOptions.Section);
        Bind<GpuOptions>(GpuOptions.Section);
        Bind<StoresOptions>(StoresOptions.Section);
        Bind<RetentionOptions>(RetentionOptions.Section);
        Bind<SecretsOptions>(SecretsOptions.Section);
        Bind<ThroughputOptions>(ThroughputOptions.Section);
        Bind<TelemetryOptions>(TelemetryOptions.Section);
        Bind<ThumbnailsOptions>(ThumbnailsOptions.Section);
        Bind<WebhooksOptions>(WebhooksOptions.Section);
        services.AddSingleton<IValidateOptions<AnalysisOptions>, AnalysisHeadersValidator>();
        services.AddSingleton<IValidateOptions<ImagesOptions>, RequestHeadersValidator>();
        services.AddSingleton<IValidateOptions<ImagesOptions>>(
            new NetworksValidator<ImagesOptions>(ImagesOptions.Section, configuration.GetSection(ImagesOptions.Section))
        );
        services.AddSingleton<IValidateOptions<SecretsOptions>, SecretsOptionsValidator>();
        services.AddSingleton<IValidateOptions<WebhooksOptions>>(
            new NetworksValidator<WebhooksOptions>(WebhooksOptions.Section, configuration.GetSection(WebhooksOptions.Section))
        );

        void Bind<TOptions>(string section)
            where TOptions : class => services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateOnStart();
    }

    private static void AddImages(IServiceCollection services)
    {
        services.AddSingleton(provider => new OwnAddresses(OwnAddresses.ReadInterfaces, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IImageMeter, Meter>();
        services.AddSingleton<INameResolver>(provider => new SystemNameResolver(
            Dns.GetHostAddresses,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<ContentKeys>();
        services.AddSingleton<IImageFetcher, HttpImageFetcher>();
        services.AddSingleton<IImageAnalysis>(provider =>
            provider.GetRequiredService<IOptions<AnalysisOptions>>().Value.Address is null
                ? ActivatorUtilities.CreateInstance<SimulatedAnalysis>(provider)
                : ActivatorUtilities.CreateInstance<HttpImageAnalysis>(provider)
        );
        services.AddSingleton<ImageCapacity>();
        services.AddSingleton<HostQueues>();
        services.AddSingleton<IHostObservatory>(provider => provider.GetRequiredService<HostQueues>());
        services.AddGrainService<HostObservatoryService>();
        services.AddSingleton<ResultCounter>();
        services.AddSingleton<ImageRetrier>();
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddSingleton(provider => new NudgeSchedule(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new InFlightBudget(
            provider.GetRequiredService<IOptions<ImagesOptions>>(),
            () => provider.GetRequiredService<ISiloStatusOracle>().GetApproximateSiloStatuses(onlyActive: true).Count
        ));
        services.TryAddSingleton<JobReferences>();
        services.AddGrainService<JobObservatoryService>();
        services.AddSingleton<OngoingJobs>();
        services.AddSingleton<JobRuns>();
        services.AddSingleton<JobEnds>();
        services.AddSingleton<StoreCheck>();
        services.AddSingleton<ExportPermits>();
        services.AddSingleton<JobPartition>();
        services.AddSingleton<JobRescue>();
        services.AddSingleton<JobRows>();
        services.AddSingleton<DeletedJobs>();
        services.AddSingleton<DeletionClock>();
        services.AddSingleton<ExpiredJobRemover>();
        services.AddSingleton<JobOperationRescue>();
        services.AddSingleton<AbandonedUploadRemover>();
        services.AddSingleton<PhotoIndexer>();
    }

    private static void AddWebhooks(IServiceCollection services)
    {
        services.AddSingleton(provider => new WebhookSchedule(
            provider.GetRequiredService<IOptions<WebhooksOptions>>().Value,
            provider.GetRequiredService<RandomSource>()
        ));
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<WebhookClient>(provider, provider.GetRequiredService<TimeProvider>(), TimeProvider.System)
        );
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddSingleton<WebhookSender>();
    }

    private static void AddThumbnails(IServiceCollection services)
    {
        services.AddSingleton(ThumbnailCommand.OfThisProgram());
        services.AddSingleton<ThumbnailProcess>();
        services.AddSingleton<ThumbnailFolder>();
        services.AddSingleton<ThumbnailMaker>();
    }
}
