using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RetailPulse.Client;

/// <summary>Listening to jobs.</summary>
public sealed partial class JobsClient
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Returns the events of a job as they happen, until its end. A connection that is lost, or silent for
    /// <see cref="RetailPulseClientOptions.LongestSilence"/>, is opened again at the same position, so that each failure is reported once.
    /// While the service cannot be reached, it retries for
    /// <see cref="RetailPulseClientOptions.ReconnectFor"/>.
    /// </summary>
    /// <exception cref="RetailPulseException">The job does not exist, or the service could not be reached for too long.</exception>
    public async IAsyncEnumerable<JobEvent> ListenAsync(long id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var outage = new Outage(calls.Options);
        for (string? last = null; ; )
        {
            var (response, lost) = await TryOpenEventsAsync(id, last, cancellationToken).ConfigureAwait(false);
            using (response)
            {
                if (response?.StatusCode == HttpStatusCode.NoContent)
                    yield break;
                await using var events = await ReadEventsAsync(response, cancellationToken).ConfigureAwait(false);
                while (lost is null)
                {
                    (var item, lost) = await NextAsync(events, cancellationToken).ConfigureAwait(false);
                    if (item is not { } read)
                        break;
                    outage.End();
                    if (Read(read) is not { } told)
                        continue;
                    last = read.EventId;
                    yield return told;
                    if (told is JobEnd)
                        yield break;
                }
            }

            await outage
                .WaitAsync(
                    lost ?? new RetailPulseException("The event stream ended before the job did.") { RetryAfter = ReconnectAfter },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>Returns a stream of events, or why there is none.</summary>
    private async Task<(HttpResponseMessage? Response, RetailPulseException? Failure)> TryOpenEventsAsync(
        long id,
        string? last,
        CancellationToken cancellationToken
    )
    {
        using var silence = new CancellationTokenSource(calls.Options.LongestSilence, calls.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return (await calls.OpenAsync(Request, either.Token).ConfigureAwait(false), null);
        }
        catch (RetailPulseException failure)
        {
            return (null, failure);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new RetailPulseException("The service did not respond in time.", exception));
        }

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Paths.Job(id, "/events"));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            if (last is not null)
                request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
            return request;
        }
    }

    private async Task<IAsyncEnumerator<SseItem<string>>?> ReadEventsAsync(
        HttpResponseMessage? response,
        CancellationToken cancellationToken
    )
    {
        if (response is null)
            return null;
        var body = await calls.StreamAsync(response, cancellationToken).ConfigureAwait(false);
        return SseParser.Create(body).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>
    /// Returns the next event, or why the connection was lost. Both are <see langword="null"/> if the service ended the stream.
    /// </summary>
    private static async Task<(SseItem<string>? Item, RetailPulseException? Lost)> NextAsync(
        IAsyncEnumerator<SseItem<string>>? events,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await events!.MoveNextAsync().ConfigureAwait(false) ? (events.Current, null) : (null, null);
        }
        catch (RetailPulseException lost)
        {
            return (null, lost);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new RetailPulseException("The connection was lost.", exception));
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
