namespace RetailPulse.Cli.Output;

/// <summary>Passes the JSON of every response on, exactly as the API sent it, to commands that print it unchanged.</summary>
internal sealed class ResponseTap(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Receives each body; <see langword="null"/> while nothing is printed unchanged.</summary>
    public Action<byte[]>? Receiver { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (
            Receiver is { } receiver
            && response.IsSuccessStatusCode
            && response.Content.Headers.ContentType?.MediaType == "application/json"
        )
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            receiver(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }

        return response;
    }
}
