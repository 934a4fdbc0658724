using System.Collections.Frozen;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.Webhooks;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>Parses the codes of enums that tables contain.</summary>
internal static class StoredCodes
{
    private static readonly FrozenDictionary<string, JobStatus> JobStatuses = Enum.GetValues<JobStatus>()
        .ToFrozenDictionary(status => status.Code());
    private static readonly FrozenDictionary<string, WebhookState> WebhookStates = Enum.GetValues<WebhookState>()
        .ToFrozenDictionary(state => state.Code());
    private static readonly FrozenDictionary<string, StoreMasterSource> Sources = Enum.GetValues<StoreMasterSource>()
        .ToFrozenDictionary(source => source.Code());

    private static readonly FrozenDictionary<string, ImageReason> Reasons = Enum.GetValues<ImageReason>()
        .Where(reason => reason != ImageReason.None)
        .ToFrozenDictionary(reason => reason.Code()!);

    public static JobStatus ParseJobStatus(string code) => JobStatuses[code];

    public static WebhookState ParseWebhookState(string code) => WebhookStates[code];

    public static StoreMasterSource ParseSource(string code) => Sources[code];

    public static ImageReason ParseReason(string code) => Reasons[code];
}
