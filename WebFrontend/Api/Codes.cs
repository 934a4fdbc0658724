using System.Collections.Frozen;
using RetailPulse.Cluster;
using RetailPulse.Hosts;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.Visits;
using RetailPulse.Webhooks;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The codes of closed lists, and the values that they stand for.</summary>
internal static class Codes
{
    public static readonly FrozenDictionary<string, JobStatus> JobStatuses = Of<JobStatus>(status => status.Code());

    public static readonly FrozenDictionary<string, JobOperationKind> OperationKinds = Of<JobOperationKind>(kind => kind.Code());

    public static readonly FrozenDictionary<string, JobOrder> JobOrders = Of<JobOrder>(order => order.Code());

    public static readonly FrozenDictionary<string, ImageStatus> ImageStatuses = Of<ImageStatus>(status => status.Code());

    /// <summary>Characters that separate the cells of a row, by the names of what a spreadsheet expects.</summary>
    public static readonly FrozenDictionary<string, char> CellSeparators = new Dictionary<string, char>
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, ImageReason> Reasons = Of<ImageReason>(reason => reason.Code());

    /// <summary>Things that an image can wait for.</summary>
    public static readonly FrozenDictionary<string, ImagePhase> Waits = Of<ImagePhase>(phase => phase.WaitCode());

    public static readonly FrozenDictionary<string, HostState> HostStates = Of<HostState>(state => state.Code());

    public static readonly FrozenDictionary<string, WebhookState> WebhookStates = Of<WebhookState>(state => state.Code());

    public static readonly FrozenDictionary<string, StoreMasterSource> StoreMasterSources = Of<StoreMasterSource>(source => source.Code());

    public static readonly FrozenDictionary<string, SettingSource> SettingSources = Of<SettingSource>(source => source.Code());

    public static readonly FrozenDictionary<string, ThroughputUnit> ThroughputUnits = Of<ThroughputUnit>(unit => unit.Code());

    /// <summary>Causes of gaps in event streams.</summary>
    public static readonly string[] EventGaps = ["too_many_events", "unknown_position"];

    /// <param name="code">Returns the code of a value; <see langword="null"/> if it has none.</param>
    private static FrozenDictionary<string, T> Of<T>(Func<T, string?> code)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => code(value) is not null).ToFrozenDictionary(value => code(value)!);
}
