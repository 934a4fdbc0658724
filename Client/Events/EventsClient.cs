using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RetailPulse.Client;

/// <summary>The events of all jobs of the tenant.</summary>
public sealed class EventsClient
{
    private readonly ApiCalls calls;

    internal EventsClient(ApiCalls calls) => this.calls = calls;

    /// <summary>
    /// Returns the events of all jobs as they happen, without end. A connection that is lost, or silent for
    /// <see cref="RetailPulseClientOptions.LongestSilence"/>, is opened again after the last event, so that each event is reported once. If
    /// events had to be left out, an <see cref="EventGap"/> says so.
    /// </summary>
    /// <param name="after">
    /// Id of the last event that the program has, of an earlier run, for example; <see langword="null"/> for what happens from now on.
    /// </param>
    /// <exception cref="RetailPulseException">The key is unknown, or the service could not be reached for too long.</exception>
    public async IAsyncEnumerable<ReportedEvent> ListenAsync(
        string? after = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (var (item, id) in calls.ListenAsync("api/v1/events", after, cancellationToken).ConfigureAwait(false))
        {
            if (Read(item) is { } told)
                yield return new ReportedEvent(id ?? "", told);
        }
    }

    /// <summary>Skips unknown kinds, because the API can add kinds.</summary>
    private static TenantEvent? Read(SseItem<string> item)
    {
        try
        {
            return item.EventType switch
            {
                "job_submitted" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.JobSubmitted),
                "job_progress" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.JobProgressed),
                "job_ended" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.JobEnded),
                "job_retried" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.JobRetried),
                "image_failed" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.ImageFailed),
                "gap" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.EventGap),
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
