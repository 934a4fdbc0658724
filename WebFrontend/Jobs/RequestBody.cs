using System.Buffers;
using System.Net.Http.Headers;

namespace RetailPulse.Web.Jobs;

/// <summary>What came of reading a request's body: its bytes, or the status code to refuse it with.</summary>
internal readonly record struct RequestBody(ReadOnlySequence<byte> Bytes, int Refusal)
{
    /// <summary>Reads the whole body. The bytes are the request's own and end with it.</summary>
    public static async Task<RequestBody> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IsPlainJson(request)) return new RequestBody(default, StatusCodes.Status415UnsupportedMediaType);
        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancellationToken);
                if (read.IsCompleted) return new RequestBody(read.Buffer, 0);
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception)
        {
            // The server watches length, pace and framing.
            return new RequestBody(default, exception.StatusCode);
        }
    }

    private static bool IsPlainJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;
}
