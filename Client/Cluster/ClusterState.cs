using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>The cluster, as one front end sees it.</summary>
/// <param name="FrontEnd">The front end that responded.</param>
/// <param name="Silos">All active silos.</param>
/// <param name="SuspendedHosts">Image hosts that are resting or down, at most 100.</param>
public sealed record ClusterState(
    [property: JsonRequired] FrontEndState FrontEnd,
    IReadOnlyList<SiloState> Silos,
    IReadOnlyList<ImageHost> SuspendedHosts
);

/// <summary>A front end.</summary>
/// <param name="Role"><c>Embedded</c> or <c>Client</c>.</param>
/// <param name="Listeners">Event streams that are open.</param>
/// <param name="Notices">Warnings of its log at start that still apply; <see langword="null"/> if it does not report them.</param>
public sealed record FrontEndState(
    string Version,
    string Role,
    DateTimeOffset StartedAt,
    int Listeners,
    int MaxListeners,
    IReadOnlyList<SettingInEffect> Settings,
    IReadOnlyList<StartNotice> Notices
);

/// <summary>A silo, and its report.</summary>
/// <param name="Silo">Address and port.</param>
/// <param name="Report"><see langword="null"/> if the silo did not respond in time.</param>
public sealed record SiloState(string Silo, bool Answered, SiloReport? Report);

/// <summary>What a silo reports about itself.</summary>
/// <param name="Slots">Slots for downloading and measuring images.</param>
/// <param name="Requests">Permits for requests to image hosts.</param>
/// <param name="Jobs">Ongoing jobs that the silo runs.</param>
/// <param name="WaitingForHosts">Images that wait for a host.</param>
/// <param name="Database"><see langword="null"/> if it has not answered this silo yet, and before version 1.2.0 of the API.</param>
/// <param name="Notices">Warnings of its log at start that still apply; <see langword="null"/> if it does not report them.</param>
public sealed record SiloReport(
    string Version,
    DateTimeOffset StartedAt,
    PermitUse Slots,
    PermitUse Requests,
    int Jobs,
    HostCounts Hosts,
    long WaitingForHosts,
    IReadOnlyList<SettingInEffect> Settings,
    DatabaseState? Database = null,
    IReadOnlyList<StartNotice>? Notices = null
);

/// <summary>A warning of the log at start that still applies.</summary>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record StartNotice(string Problem, string Remedy);

/// <summary>The database and what waits in it, at most 30 s old.</summary>
/// <param name="WalBytes">Size of its write-ahead log; <see langword="null"/> if it is unknown.</param>
/// <param name="FreeBytes">Free bytes on its disk; <see langword="null"/> if the disk is on another machine.</param>
/// <param name="PendingDeliveries">Webhook deliveries of all tenants that wait.</param>
/// <param name="OldestDeliveryAt">Time at which the oldest of them was created; <see langword="null"/> if none waits.</param>
public sealed record DatabaseState(long Bytes, long? WalBytes, long? FreeBytes, long PendingDeliveries, DateTimeOffset? OldestDeliveryAt);

/// <summary>The use of a limited number of permits.</summary>
/// <param name="Waiting">Images that wait for a permit.</param>
public sealed record PermitUse(int Total, int InUse, int Waiting);

/// <summary>Numbers of image hosts by state.</summary>
public sealed record HostCounts(int Up, int Slowed, int Resting, int Down);

/// <summary>A setting as a process uses it.</summary>
/// <param name="Name">Full name, such as <c>RetailPulse:Images:Slots</c>.</param>
/// <param name="Value"><see langword="null"/> if there is none, or if it is a secret.</param>
/// <param name="Source"><c>default</c>, <c>file</c>, <c>environment</c>, <c>command_line</c>, or <c>program</c>.</param>
/// <param name="File">Name of the file, if the value comes from one.</param>
public sealed record SettingInEffect(string Name, string? Value, string Source, string? File, bool Secret);

/// <summary>The results of all silos over time.</summary>
/// <param name="Per"><c>minute</c> or <c>hour</c>.</param>
/// <param name="Points">Minutes or hours with results, in order.</param>
public sealed record Throughput(string Per, [property: JsonRequired] IReadOnlyList<ThroughputPoint> Points);

/// <summary>The results of one minute or hour.</summary>
/// <param name="At">Start of the minute or hour.</param>
/// <param name="Images">Images that were tried and got a result.</param>
/// <param name="Failed">Number of these images that failed.</param>
public sealed record ThroughputPoint(DateTimeOffset At, long Images, long Failed);
