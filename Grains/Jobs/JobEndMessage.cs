using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>Composes the webhook message that reports the end of a job.</summary>
internal static class JobEndMessage
{
    private const int IdBytes = 16;

    /// <summary>Returns the message. It is the same no matter how often it is composed, even after a crash.</summary>
    /// <param name="job">A job that has ended.</param>
    /// <param name="submission">Submission of the job; <see langword="null"/> if the job is being deleted.</param>
    public static WebhookMessage Compose(long jobId, Job job, SubmissionTotals? submission)
    {
        var type = $"job.{job.Status.Code()}";
        return new WebhookMessage(IdOf(jobId, job.EndedAt!.Value), type, Body(type, jobId, job, submission));
    }

    private static string IdOf(long jobId, DateTimeOffset endedAt)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"{jobId}:{endedAt.UtcTicks}");
        return $"msg_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(end)).AsSpan(0, IdBytes))}";
    }

    private static string Body(string type, long jobId, Job job, SubmissionTotals? submission)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("timestamp", job.EndedAt!.Value.UtcDateTime);
            json.WriteStartObject("data");
            json.WriteNumber("job_id", jobId);
            json.WriteString("status", job.Status.Code());
            json.WriteString("submitted_at", job.SubmittedAt.UtcDateTime);
            json.WriteString("ended_at", job.EndedAt.Value.UtcDateTime);
            json.WriteNumber("visits", job.Visits);
            WriteCounts(json, job);
            WriteNames(json, submission);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    private static void WriteNames(Utf8JsonWriter json, SubmissionTotals? submission)
    {
        json.WriteString("label", submission?.Label);
        json.WriteStartObject("metadata");
        foreach (var (key, value) in submission?.Metadata?.Pairs ?? [])
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, Job job)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("total", job.Images);
        json.WriteNumber("measured", job.Measured);
        json.WriteNumber("failed", job.Failed);
        json.WriteNumber("cancelled", job.Images - job.Measured - job.Failed);
        json.WriteEndObject();
    }
}
