using System.Globalization;

namespace RetailPulse.Cli.Connections;

/// <summary>Names this program to the service, and prints each request and its response on request, without any header.</summary>
internal sealed class RequestLog(HttpMessageHandler inner, Action<string>? print, TimeProvider time) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.UserAgent.ParseAdd($"retailpulse-cli/{ProductVersion.Text}");
        if (print is null)
            return await base.SendAsync(request, cancellationToken);
        var began = time.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            Print(Line(request, $"{(int)response.StatusCode}", time.GetElapsedTime(began)));
            return response;
        }
        catch (HttpRequestException exception)
        {
            Print(Line(request, exception.Message, time.GetElapsedTime(began)));
            throw;
        }
    }

    private void Print(string line)
    {
        try
        {
            print?.Invoke(line);
        }
        catch (IOException)
        {
            // Nobody reads the log. It must not look like a lost connection, after which the request is repeated.
        }
    }

    private static string Line(HttpRequestMessage request, string result, TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{request.Method} {request.RequestUri} {result} {elapsed.TotalMilliseconds:0} ms");
}
