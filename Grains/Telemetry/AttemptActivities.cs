using System.Diagnostics;
using RetailPulse.Images;

namespace RetailPulse.Grains.Telemetry;

/// <summary>Records outcomes in activities.</summary>
internal static class AttemptActivities
{
    /// <summary>Records the outcome of an attempt.</summary>
    public static void Record(this Activity attempt, ImageOutcome outcome)
    {
        attempt.SetTag("image.format", outcome.Format).SetTag("http.response.body.size", outcome.Bytes);
        if (!outcome.Measured)
            attempt.SetTag("error.type", outcome.Reason.Code()).SetStatus(ActivityStatusCode.Error);
    }
}
