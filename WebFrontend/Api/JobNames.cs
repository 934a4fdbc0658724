using System.Collections.Frozen;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.WebFrontend.Api;

/// <summary>What statuses and reasons are called.</summary>
internal static class JobNames
{
    public static readonly FrozenDictionary<string, JobStatus> Statuses = Enum.GetValues<JobStatus>().ToFrozenDictionary(status => status.Code());

    public static readonly FrozenDictionary<string, ImageStatus> ImageStatuses = Enum.GetValues<ImageStatus>().ToFrozenDictionary(status => status.Code());

    public static readonly FrozenDictionary<string, ImageReason> Reasons =
        Enum.GetValues<ImageReason>().Where(reason => reason != ImageReason.None).ToFrozenDictionary(reason => reason.Code()!);

    public static readonly string[] Waits = [.. Enum.GetValues<ImagePhase>().Select(Of).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>What an image waits for; <see langword="null"/> when it does not wait.</summary>
    public static string? Of(ImagePhase phase) => phase switch
    {
        ImagePhase.WaitingForSlot => "slot",
        ImagePhase.WaitingForHost => "host",
        ImagePhase.WaitingForNextAttempt => "next_attempt",
        _ => null,
    };
}
