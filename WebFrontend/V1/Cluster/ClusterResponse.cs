using RetailPulse.Cluster;
using RetailPulse.Hosts;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Hosts;

namespace RetailPulse.WebFrontend.V1.Cluster;

/// <summary>The cluster, as seen by one front end.</summary>
/// <param name="FrontEnd">The front end that responds.</param>
/// <param name="Silos">All active servers, ordered by address. In the role <c>Embedded</c>, there is one, which is a part of the front end.</param>
/// <param name="SuspendedHosts">Image hosts that are resting or down, at most 100, those with the most trouble first.</param>
internal sealed record ClusterResponse(
    FrontEndResponse FrontEnd,
    IReadOnlyList<SiloResponse> Silos,
    IReadOnlyList<HostResponse> SuspendedHosts
)
{
    private const int MaxHosts = 100;

    public static ClusterResponse From(FrontEndResponse frontEnd, IEnumerable<SiloEntry> silos, HostList hosts) =>
        new(
            frontEnd,
            [.. silos.Select(SiloResponse.From)],
            [.. hosts.Hosts.Where(host => host.Whole.State is HostState.Resting or HostState.Down).Take(MaxHosts).Select(HostResponse.From)]
        );
}

/// <summary>A front end.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="Role"><c>Embedded</c> or <c>Client</c>.</param>
/// <param name="StartedAt">Time at which the front end started.</param>
/// <param name="Listeners">Number of event streams that are open.</param>
/// <param name="MaxListeners">Maximum number of event streams.</param>
/// <param name="Settings">Settings in effect, ordered by name.</param>
/// <param name="Notices">What the operator may have overlooked. In the role <c>Embedded</c>, the server reports the same.</param>
internal sealed record FrontEndResponse(
    string Version,
    string Role,
    DateTime StartedAt,
    int Listeners,
    int MaxListeners,
    IReadOnlyList<SettingResponse> Settings,
    IReadOnlyList<NoticeResponse> Notices
);

/// <summary>A server of the cluster, and its report. Without a response, all of its figures are missing.</summary>
/// <param name="Silo">Address and port of the server.</param>
/// <param name="Answered">Whether the server responded within a second.</param>
/// <param name="Report">The server's report; <see langword="null"/> if it did not respond.</param>
internal sealed record SiloResponse(string Silo, bool Answered, SiloReportResponse? Report)
{
    public static SiloResponse From(SiloEntry entry) =>
        new(entry.Silo, entry.Report is not null, entry.Report is { } report ? SiloReportResponse.From(report) : null);
}

/// <summary>What a server reports about itself.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="StartedAt">Time at which the server started.</param>
/// <param name="Slots">Slots for downloading and measuring images.</param>
/// <param name="Requests">Permits for requests to image hosts, from before the request to the end of the body.</param>
/// <param name="Jobs">Number of ongoing jobs that the server runs.</param>
/// <param name="Hosts">Number of image hosts by state.</param>
/// <param name="WaitingForHosts">Number of images that wait for a host.</param>
/// <param name="Settings">Settings in effect, ordered by name.</param>
/// <param name="Database">The database; <see langword="null"/> if it has not answered this server yet.</param>
/// <param name="Notices">What the operator may have overlooked.</param>
internal sealed record SiloReportResponse(
    string Version,
    DateTime StartedAt,
    PermitsResponse Slots,
    PermitsResponse Requests,
    int Jobs,
    HostCountsResponse Hosts,
    long WaitingForHosts,
    IReadOnlyList<SettingResponse> Settings,
    DatabaseResponse? Database,
    IReadOnlyList<NoticeResponse>? Notices
)
{
    public static SiloReportResponse From(SiloReport report) =>
        new(
            report.Version,
            report.StartedAt.UtcDateTime,
            PermitsResponse.From(report.Slots),
            PermitsResponse.From(report.Requests),
            report.Jobs,
            new HostCountsResponse(report.Hosts.Up, report.Hosts.Slowed, report.Hosts.Resting, report.Hosts.Down),
            report.WaitingForHosts,
            [.. report.Settings.Select(SettingResponse.From)],
            report.Database is { } database ? DatabaseResponse.From(database) : null,
            report.Notices.IsDefault ? null : [.. report.Notices.Select(NoticeResponse.From)]
        );
}

/// <summary>A warning of the log at start that still applies.</summary>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record NoticeResponse(string Problem, string Remedy)
{
    public static NoticeResponse From(StartNotice notice) => new(notice.Problem, notice.Remedy);
}

/// <summary>The database and what waits in it, at most 30 s old.</summary>
/// <param name="Bytes">Size of the database in bytes.</param>
/// <param name="WalBytes">Size of its write-ahead log in bytes; <see langword="null"/> if it is unknown.</param>
/// <param name="FreeBytes">Free bytes on its disk; <see langword="null"/> if the disk is on another machine.</param>
/// <param name="PendingDeliveries">Number of webhook deliveries of all tenants that wait.</param>
/// <param name="OldestDeliveryAt">Time at which the oldest of them was created; <see langword="null"/> if none waits.</param>
internal sealed record DatabaseResponse(long Bytes, long? WalBytes, long? FreeBytes, long PendingDeliveries, DateTime? OldestDeliveryAt)
{
    public static DatabaseResponse From(DatabaseReport report) =>
        new(report.Bytes, report.WalBytes, report.FreeBytes, report.PendingDeliveries, report.OldestDeliveryAt?.UtcDateTime);
}

/// <summary>The use of a limited number of permits.</summary>
/// <param name="Total">Number of permits.</param>
/// <param name="InUse">Number of permits in use.</param>
/// <param name="Waiting">Number of images that wait for a permit.</param>
internal sealed record PermitsResponse(int Total, int InUse, int Waiting)
{
    public static PermitsResponse From(PermitUse use) => new(use.Total, use.InUse, use.Waiting);
}

/// <summary>Numbers of image hosts by state.</summary>
/// <param name="Up">Called at the full rate.</param>
/// <param name="Slowed">Called with fewer requests at once.</param>
/// <param name="Resting">Not called until a certain time.</param>
/// <param name="Down">Only probed.</param>
internal sealed record HostCountsResponse(int Up, int Slowed, int Resting, int Down);

/// <summary>A setting as a process uses it.</summary>
/// <param name="Name">Full name, such as <c>RetailPulse:Images:Slots</c>.</param>
/// <param name="Value">Value; <see langword="null"/> if there is none, or if it is a secret.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="File">Name of the file, if the value comes from one.</param>
/// <param name="Secret">Whether the value is a secret, which is never shown.</param>
internal sealed record SettingResponse(
    string Name,
    string? Value,
    [property: OneOf(ClosedLists.SettingSource)] string Source,
    string? File,
    bool Secret
)
{
    public static SettingResponse From(EffectiveSetting setting) =>
        new(setting.Name, setting.Value, setting.Source.Code(), setting.File, setting.Secret);
}
