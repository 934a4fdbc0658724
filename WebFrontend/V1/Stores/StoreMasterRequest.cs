using System.Net.Http.Headers;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>Reads an uploaded store master, and reports what is wrong with it.</summary>
internal static class StoreMasterRequest
{
    /// <summary>
    /// Maximum length in bytes: 67 bytes for each of the maximum number of stores, and small enough for one message within the cluster.
    /// </summary>
    public const int MaxBytes = 33_554_432;

    private const int ChunkBytes = 64 * 1024;

    private static readonly Problem WrongType = new(
        StatusCodes.Status415UnsupportedMediaType,
        "unsupported_media_type",
        "Content-Type must be text/csv, in UTF-8 or UTF-16, and Content-Encoding gzip, br, or none."
    );

    /// <summary>Accepted names of the encoding. The content itself determines which one it is.</summary>
    private static readonly HashSet<string> Charsets = new(
        ["utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <exception cref="BadHttpRequestException">The body is too large, too slow, or invalid.</exception>
    public static async Task<(byte[]? Csv, Problem? Problem)> ReadAsync(
        HttpRequest request,
        BodyBudget.Body room,
        CancellationToken cancellationToken
    )
    {
        if (!IsPlainCsv(request))
            return (null, WrongType);
        if (request.ContentLength > MaxBytes)
            return (null, Problem.Of(StatusCodes.Status413PayloadTooLarge));
        if (!room.HasRoomFor(request.ContentLength))
            return (null, Problem.TooManyBodies);

        // Allocate memory for what has arrived, not for what is announced.
        var csv = new MemoryStream();
        for (var buffer = new byte[ChunkBytes]; await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read; )
        {
            if (!room.TryGrowTo(csv.Length + read))
                return (null, Problem.TooManyBodies);
            csv.Write(buffer, 0, read);
        }

        return (csv.ToArray(), null);
    }

    public static Problem Refused(StoreMasterVersion inForce, IEnumerable<StoreMasterFault> faults) =>
        new(
            StatusCodes.Status400BadRequest,
            "invalid_store_master",
            $"The store master is invalid and was rejected; version {inForce.Number} stays in force. Correct the lines in errors, which lists the first 100.",
            [.. faults.Select(fault => new FieldProblem($"line {fault.Line}", fault.Reason))]
        );

    private static bool IsPlainCsv(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, "text/csv", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || Charsets.Contains(type.CharSet.Trim('"')))
        && JsonFormat.CodingOf(request) is null;
}
