using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RetailPulse.Client.Calls;

namespace RetailPulse.Client;

/// <summary>Listening to jobs.</summary>
public sealed partial class JobsClient
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What happens to a job, as it happens, until its end. A connection that is lost is made anew where it was, so that each failure is told once.
    /// </summary>
    /// <exception cref="RetailPulseException">There is no such job, or the service did not answer.</exception>
    public async IAsyncEnumerable<JobEvent> ListenAsync(long id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (string? last = null; ;)
        {
            using var response = await OpenEventsAsync(id, last, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NoContent) yield break;
            await foreach (var (eventId, told) in ReadEventsAsync(response, cancellationToken).ConfigureAwait(false))
            {
                last = eventId;
                yield return told;
                if (told is JobEnd) yield break;
            }

            await Task.Delay(ReconnectAfter, calls.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<HttpResponseMessage> OpenEventsAsync(long id, string? last, CancellationToken cancellationToken)
    {
        return calls.OpenAsync(Request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Paths.Job(id, "/events"));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            if (last is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
            return request;
        }
    }

    /// <summary>Until the connection ends, well or not.</summary>
    private static async IAsyncEnumerable<(string? Id, JobEvent Told)> ReadEventsAsync(
        HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var events = SseParser.Create(body).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await TryMoveAsync(events).ConfigureAwait(false))
        {
            if (Read(events.Current) is { } told) yield return (events.Current.EventId, told);
        }
    }

    private static async Task<bool> TryMoveAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Kinds that are not known are passed over, for the API may grow.</summary>
    private static JobEvent? Read(SseItem<string> item) => item.EventType switch
    {
        "progress" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.JobProgress),
        "image_failed" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.FailedImage),
        "end" => JsonSerializer.Deserialize(item.Data, ClientJson.Default.JobEnd),
        _ => null,
    };
}
