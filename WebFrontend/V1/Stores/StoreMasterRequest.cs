using System.Net.Http.Headers;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>Reads a store master that a client sends, and tells what is wrong with it.</summary>
internal static class StoreMasterRequest
{
    /// <summary>Enough for the most stores that a master may have, at 67 bytes each, and little enough to be one message of the cluster.</summary>
    public const int MaxBytes = 33_554_432;

    private const int PieceBytes = 64 * 1024;

    private static readonly Problem WrongType = new(
        StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Content-Type must be text/csv, in UTF-8 or UTF-16, without a Content-Encoding.");

    /// <summary>What a client may name the encoding. Which one it is, the content itself says.</summary>
    private static readonly HashSet<string> Charsets = new(["utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="BadHttpRequestException">The body is too large, too slow or broken.</exception>
    public static async Task<(byte[]? Csv, Problem? Problem)> ReadAsync(HttpRequest request, BodyBudget.Body room, CancellationToken cancellationToken)
    {
        if (!IsPlainCsv(request)) return (null, WrongType);
        if (request.ContentLength > MaxBytes) return (null, Problem.Of(StatusCodes.Status413PayloadTooLarge));
        if (!room.HasRoomFor(request.ContentLength)) return (null, Problem.TooManyBodies);

        // Memory for what has arrived, and not for what is announced.
        var csv = new MemoryStream();
        for (var buffer = new byte[PieceBytes]; await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read;)
        {
            if (!room.TryGrowTo(csv.Length + read)) return (null, Problem.TooManyBodies);
            csv.Write(buffer, 0, read);
        }

        return (csv.ToArray(), null);
    }

    public static Problem Refused(StoreMasterReceipt receipt) => new(
        StatusCodes.Status400BadRequest,
        "invalid_store_master",
        $"The store master is broken and changed nothing; version {receipt.Version.Number} stays in force. Mend the lines in errors; the first 100 are told.",
        [.. receipt.Faults.Select(fault => new FieldProblem($"line {fault.Line}", fault.Reason))]);

    private static bool IsPlainCsv(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, "text/csv", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || Charsets.Contains(type.CharSet.Trim('"')))
        && request.Headers.ContentEncoding.Count == 0;
}
