using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RetailPulse.Client;

/// <summary>Listening to jobs.</summary>
public sealed partial class JobsClient
{
    /// <summary>
    /// Returns the events of a job as they happen, until its end. A connection that is lost, or silent for
    /// <see cref="RetailPulseClientOptions.LongestSilence"/>, is opened again at the same position, so that each failure is reported once.
    /// While the service cannot be reached, it retries for
    /// <see cref="RetailPulseClientOptions.ReconnectFor"/>.
    /// </summary>
    /// <exception cref="RetailPulseException">The job does not exist, or the service could not be reached for too long.</exception>
    public async IAsyncEnumerable<JobEvent> ListenAsync(long id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var (item, _) in calls.ListenAsync(Paths.Job(id, "/events"), last: null, cancellationToken).ConfigureAwait(false))
        {
            if (Read(item) is not { } told)
                continue;
            yield return told;
            if (told is JobEnd)
                yield break;
        }
    }

    /// <summary>Skips unknown kinds, because the API can add kinds.</summary>
    private static JobEvent? Read(SseItem<string> item)
    {
        try
        {
            return item.EventType switch
            {
                "progress" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.JobProgress),
                "image_failed" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.FailedImage),
                "end" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.JobEnd),
                _ => null,
            };
        }
        catch (JsonException exception)
        {
            throw new RetailPulseException($"The event '{item.EventType}' is not what the API sends.", exception)
            {
                Status = HttpStatusCode.OK,
            };
        }
    }
}
