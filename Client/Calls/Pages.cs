using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace RetailPulse.Client;

/// <summary>A page of a list.</summary>
internal interface IPage<out T>
{
    IReadOnlyList<T> Entries { get; }

    string? NextPageToken { get; }
}

/// <summary>Lists, page by page.</summary>
internal static class Pages
{
    /// <summary>Returns all entries, and requests each page after the previous one was enumerated.</summary>
    /// <param name="path">Path with its query, but without a token.</param>
    public static async IAsyncEnumerable<T> ListAsync<T, TPage>(
        this ApiCalls calls,
        string path,
        JsonTypeInfo<TPage> type,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where TPage : IPage<T>
    {
        string? token = null;
        do
        {
            var page = await calls.GetAsync(path.With(("page_token", token)), type, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page.Entries)
                yield return entry;
            token = page.NextPageToken;
        } while (token is not null);
    }
}
