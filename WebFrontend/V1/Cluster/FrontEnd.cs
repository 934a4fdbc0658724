using System.Reflection;
using RetailPulse.Silo.Hosting;
using RetailPulse.Silo.Notices;
using RetailPulse.Silo.Settings;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Cluster;

/// <summary>Describes this front end.</summary>
internal sealed class FrontEnd(
    IConfiguration configuration,
    ListenerPermits listeners,
    IEnumerable<IStartNotices> notices,
    TimeProvider time
)
{
    private static readonly SettingsCheck Known = new((ApiOptions.Section, typeof(ApiOptions)));

    private static readonly string Version = typeof(FrontEnd)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    private readonly DateTimeOffset started = time.GetUtcNow();

    public FrontEndResponse Describe() =>
        new(
            Version,
            SiloHosting.ReadTopology(configuration).Role.ToString(),
            started.UtcDateTime,
            listeners.InUse,
            ListenerPermits.MaxListeners,
            [.. EffectiveSettings.Read(configuration, Known).Select(SettingResponse.From)],
            [.. notices.SelectMany(found => found.Read()).Select(NoticeResponse.From)]
        );
}
