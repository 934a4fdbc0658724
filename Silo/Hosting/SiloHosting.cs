using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;
using RetailPulse.Grains;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Reports;
using RetailPulse.Silo.Background;
using RetailPulse.Silo.Cluster;
using RetailPulse.Silo.Health;
using RetailPulse.Silo.Logging;
using RetailPulse.Silo.Notices;
using RetailPulse.Silo.Platform;
using RetailPulse.Silo.Settings;
using RetailPulse.Silo.Storage;
using RetailPulse.Silo.Telemetry;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Silo.Hosting;

/// <summary>Adds a silo, or a client of silos, to a host.</summary>
public static class SiloHosting
{
    /// <summary>Name under which documents are stored. Documents cannot be found under another name.</summary>
    internal const string ServiceId = "retailpulse";

    /// <summary>Adds a silo of a cluster whose members find each other through the database.</summary>
    public static void AddRetailPulseSilo(this IHostApplicationBuilder builder)
    {
        var topology = ReadTopology(builder.Configuration);
        var ports = SiloPorts.Find(topology, Dns.GetHostAddresses);
        builder.Services.AddProbeServer(ports.Probes);
        builder.AddRetailPulseTelemetry("retailpulse-silo");
        builder.Services.AddClusterTls(topology.Tls);
        builder.Services.AddStartNotices(provider => ActivatorUtilities.CreateInstance<PortsNotice>(provider, topology, ports));
        AddSilo(
            builder,
            topology,
            alone: false,
            (silo, database) =>
                silo.AddRetailPulseClustering(database)
                    .Configure<ClusterMembershipOptions>(Membership.Tune)
                    .Configure<EndpointOptions>(ports.Apply)
        );
    }

    /// <summary>
    /// Adds a silo that is the whole cluster. It opens no port and stores no membership, so a crash leaves none to clean up.
    /// </summary>
    public static void AddRetailPulseEmbedded(this IHostApplicationBuilder builder)
    {
        var topology = ReadTopology(builder.Configuration);
        builder.AddRetailPulseTelemetry("retailpulse");
        builder.Services.AddStartNotices(provider => ActivatorUtilities.CreateInstance<PortsNotice>(provider, topology));
        AddSilo(
            builder,
            topology,
            alone: true,
            (silo, _) =>
            {
                silo.UseLocalhostClustering(gatewayPort: 0, serviceId: ServiceId, clusterId: topology.ClusterId);
                ClosedListener.Register(silo.Services);
            }
        );
    }

    /// <summary>Adds a client of the silos that are registered in the database.</summary>
    public static void AddRetailPulseClient(this IHostApplicationBuilder builder)
    {
        var topology = ReadTopology(builder.Configuration);
        builder.Logging.AddRetailPulseLog(builder.Configuration);
        builder.AddRetailPulseTelemetry("retailpulse-front-end");
        var database = builder.Services.AddRetailPulseDatabase(builder.Configuration, alone: false);
        builder.Services.AddShutDown();
        builder.Services.AddProbes();
        builder.Services.AddStartNotices();
        builder.Services.AddClusterTls(topology.Tls);
        builder.Services.AddStartNotices(provider => ActivatorUtilities.CreateInstance<PortsNotice>(provider, topology));
        builder.UseOrleansClient(client =>
            client
                .AddRetailPulseClustering(database)
                .Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (ServiceId, topology.ClusterId))
                .Configure<GatewayOptions>(Membership.Tune)
                .UseConnectionRetryFilter<SiloConnectionRetry>()
                .AddDashboard()
        );
    }

    /// <summary>Reads the topology from the configuration, which <c>SettingsCheck</c> has checked.</summary>
    public static TopologyOptions ReadTopology(IConfiguration configuration) =>
        configuration.GetSection(TopologyOptions.Section).Get<TopologyOptions>() ?? new TopologyOptions();

    private static void AddSilo(
        IHostApplicationBuilder builder,
        TopologyOptions topology,
        bool alone,
        Action<ISiloBuilder, OrleansDatabase> cluster
    )
    {
        builder.Logging.AddRetailPulseLog(builder.Configuration);
        builder.Services.AddSingleton<TimeProvider>(new MonotonicTimeProvider(TimeProvider.System));
        builder.Services.AddRetailPulseGrains(builder.Configuration);
        builder.Services.AddSingleton<ISettingsReport, SiloSettings>().AddRetailPulseReports();
        builder.Services.AddShutDown();
        builder.Services.AddProbes();
        builder.Services.AddStartNotices();
        builder.Services.AddHostedService<StoreMasterCheck>();
        builder.Services.AddStartNotices(provider => ActivatorUtilities.CreateInstance<SecretsNotice>(provider, topology));
        var database = builder.Services.AddRetailPulseDatabase(builder.Configuration, alone);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (ServiceId, topology.ClusterId));
            silo.Configure<GrainDirectoryOptions>(ConfigureDirectory);
            cluster(silo, database);
            silo.AddRetailPulseStorage(database);
            silo.AddIncomingGrainCallFilter<StorageFaultFilter>();
            silo.AddDashboard(ConfigureDashboard);
            silo.Services.AddOptions<SiloMessagingOptions>().Configure<IOptions<ImagesOptions>, IOptions<GpuOptions>>(ConfigureMessaging);
        });
        builder.Services.AddHostedService<MembershipLog>();
        builder.Services.AddHostedService<JobRescuer>();
        builder.Services.AddHostedService<RetentionService>();
        builder.Services.AddHostedService<UploadRemovalService>();
        builder.Services.AddHostedService<JobOperationService>();
        builder.Services.AddHostedService<PhotoIndexingService>();
        builder.Services.AddHostedService<WebhookSendingService>();
        builder.Services.AddSiloMetrics();
        builder.Services.AddHostedService<ThroughputService>();
    }

    /// <summary>Limits the directory cache. Grains on other silos are each located only once, so few entries are useful.</summary>
    /// <remarks>Orleans, by default, allocates a cache for a million grains, which the dashboard's metrics traverse every second.</remarks>
    private static void ConfigureDirectory(GrainDirectoryOptions directory) => directory.CacheSize = 20_000;

    /// <summary>
    /// Samples the dashboard's counters less often. At the default of once a second, they cost an idle silo more than everything else
    /// together.
    /// </summary>
    private static void ConfigureDashboard(DashboardOptions dashboard) => dashboard.CounterUpdateIntervalMs = 5_000;

    /// <summary>Extends the response timeout, because a call to an image worker lasts as long as its attempt and its sleep.</summary>
    private static void ConfigureMessaging(SiloMessagingOptions messaging, IOptions<ImagesOptions> images, IOptions<GpuOptions> gpu) =>
        messaging.ResponseTimeout = images.Value.AttemptTimeout + gpu.Value.MaxSleep + TimeSpan.FromSeconds(30);
}
