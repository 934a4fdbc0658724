using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RetailPulse.Grains.Jobs;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Webhooks;

/// <summary>The message that reports the end of a job. One end has one message, no matter how often it is composed.</summary>
/// <param name="Id"><c>msg_</c> and a hash of the job id and its end time, so that it is the same after a crash.</param>
/// <param name="Body">JSON, sent unchanged in every attempt.</param>
internal sealed record WebhookMessage(string Id, string Type, string Body)
{
    private const int IdBytes = 16;

    /// <param name="job">A job that has ended.</param>
    public static WebhookMessage Of(long jobId, Job job)
    {
        var type = $"job.{StatusOf(job)}";
        return new WebhookMessage(IdOf(jobId, job.EndedAt!.Value), type, Compose(type, jobId, job));
    }

    private static string IdOf(long jobId, DateTimeOffset endedAt)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"{jobId}:{endedAt.UtcTicks}");
        return $"msg_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(end)).AsSpan(0, IdBytes))}";
    }

    private static string Compose(string type, long jobId, Job job)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("timestamp", job.EndedAt!.Value.UtcDateTime);
            json.WriteStartObject("data");
            json.WriteNumber("job_id", jobId);
            json.WriteString("status", StatusOf(job));
            json.WriteString("submitted_at", job.SubmittedAt.UtcDateTime);
            json.WriteString("ended_at", job.EndedAt.Value.UtcDateTime);
            json.WriteNumber("visits", job.Visits);
            WriteCounts(json, job);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.WrittenSpan);
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

    private static string StatusOf(Job job) => job.Status.Code();
}
