using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RetailPulse.Client;

/// <summary>Streams exports, so that only a few rows are in memory at a time.</summary>
internal static class Exports
{
    /// <summary>Returns the rows of an NDJSON export.</summary>
    /// <exception cref="RetailPulseException">The service refused the export, or it was interrupted.</exception>
    public static async IAsyncEnumerable<T> ReadRowsAsync<T>(
        this ApiCalls calls,
        Func<HttpRequestMessage> request,
        JsonTypeInfo<T> type,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var response = await calls.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await calls.StreamAsync(response, cancellationToken).ConfigureAwait(false);
        await using var rows = JsonSerializer
            .DeserializeAsyncEnumerable(body, type, topLevelValues: true, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await TryMoveAsync(rows).ConfigureAwait(false))
            yield return rows.Current!;
    }

    /// <summary>Copies an export as it arrives.</summary>
    /// <exception cref="RetailPulseException">
    /// The service refused the export, or it was interrupted. What was written is incomplete.
    /// </exception>
    public static async Task CopyAsync(
        this ApiCalls calls,
        Func<HttpRequestMessage> request,
        Stream destination,
        CancellationToken cancellationToken
    )
    {
        using var response = await calls.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await calls.StreamAsync(response, cancellationToken).ConfigureAwait(false);
        await body.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> TryMoveAsync<T>(IAsyncEnumerator<T?> rows)
    {
        try
        {
            return await rows.MoveNextAsync().ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw new RetailPulseException("The export was interrupted, or is not what the API sends.", exception);
        }
    }
}
