using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace RetailPulse.Client;

/// <summary>Reads event streams, and reopens a lost stream after the last event.</summary>
internal static class EventStreams
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    /// <summary>Duration after which a stream without events counts as proof that the service responds.</summary>
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Returns the events of a stream, until the service says that there are no further ones. While the service cannot be reached, it
    /// retries for <see cref="RetailPulseClientOptions.ReconnectFor"/>.
    /// </summary>
    /// <param name="last">Id of the last event that the caller has; <see langword="null"/> for none.</param>
    public static async IAsyncEnumerable<(SseItem<string> Item, string? Id)> ListenAsync(
        this ApiCalls calls,
        string path,
        string? last,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var outage = new Outage(calls.Options);
        while (true)
        {
            var (response, lost) = await TryOpenAsync(calls, path, last, cancellationToken).ConfigureAwait(false);
            using (response)
            {
                if (response?.StatusCode == HttpStatusCode.NoContent)
                    yield break;
                var body = response is null ? null : await calls.StreamAsync(response, cancellationToken).ConfigureAwait(false);
                var parser = body is null ? null : SseParser.Create(body);
                await using var events = parser?.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (lost is null)
                {
                    (var item, lost) = await NextAsync(events!, cancellationToken).ConfigureAwait(false);
                    if (parser!.LastEventId is { Length: > 0 } id)
                        last = id;
                    if (item is not { } read)
                        break;
                    outage.End();
                    yield return (read, last);
                }

                // The service sends comments while nothing happens, and ends each stream after an hour.
                if (body?.Life > ShortestLife)
                    outage.End();
            }

            await outage
                .WaitAsync(
                    lost ?? new RetailPulseException("The event stream ended before its end was reported.") { RetryAfter = ReconnectAfter },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>Returns a stream of events, or why there is none.</summary>
    private static async Task<(HttpResponseMessage? Response, RetailPulseException? Failure)> TryOpenAsync(
        ApiCalls calls,
        string path,
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
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            if (last is not null)
                request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
            return request;
        }
    }

    /// <summary>
    /// Returns the next event, or why the connection was lost. Both are <see langword="null"/> if the service ended the stream.
    /// </summary>
    private static async Task<(SseItem<string>? Item, RetailPulseException? Lost)> NextAsync(
        IAsyncEnumerator<SseItem<string>> events,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false) ? (events.Current, null) : (null, null);
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
}
