namespace RetailPulse.Images;

/// <summary>The reason why an image has no measurement. A closed list, stored and shown as its <see cref="ImageReasons.Code"/>.</summary>
[GenerateSerializer, Alias("image-reason")]
public enum ImageReason
{
    None = 0,

    /// <summary>The store master does not contain the visit's store. The image was not downloaded.</summary>
    UnknownStore = 1,

    /// <summary>The host name has no address.</summary>
    Dns = 100,

    /// <summary>The URL leads to an address that is not globally routable and that no setting allows.</summary>
    RefusedAddress = 101,

    /// <summary>No connection could be established.</summary>
    Connect = 102,

    /// <summary>The TLS handshake failed.</summary>
    Tls = 103,

    /// <summary>The attempt exceeded its deadline, or the server sent nothing for too long.</summary>
    Timeout = 104,

    /// <summary>The server closed the connection early or violated HTTP.</summary>
    Protocol = 105,

    /// <summary>The server returned a status other than 200, 404, 410, 429 or 5xx.</summary>
    HttpStatus = 106,

    /// <summary>The server returned 404.</summary>
    Http404 = 107,

    /// <summary>The server returned 410.</summary>
    Http410 = 108,

    /// <summary>The server returned 429.</summary>
    Http429 = 109,

    /// <summary>The server returned a status of 500 or above.</summary>
    Http5xx = 110,

    /// <summary>The body is larger than <c>RetailPulse:Images:MaxBytes</c>.</summary>
    TooManyBytes = 111,

    /// <summary>
    /// The server redirected too often, in a loop, without a target, or to a scheme other than <c>http</c> or <c>https</c>.
    /// </summary>
    Redirect = 112,

    /// <summary>The host kept failing for other images and did not recover while this image waited for it.</summary>
    HostDown = 113,

    /// <summary>The image was measured, and the analysis service could not be reached, or returned an error.</summary>
    AnalysisFailed = 120,

    /// <summary>The image was measured, and the analysis service did not respond in time.</summary>
    AnalysisTimeout = 121,

    /// <summary>The image was measured, and the response of the analysis service was too long, or not JSON.</summary>
    AnalysisInvalid = 122,

    /// <summary>A side is 0 or longer than 65,535 pixels, or the image has more than 500 megapixels.</summary>
    TooLarge = 200,

    /// <summary>The content ends before the image's structure is complete.</summary>
    Truncated = 201,

    /// <summary>The content is not an image.</summary>
    NotAnImage = 202,

    /// <summary>The image has a format that RetailPulse does not measure, such as SVG.</summary>
    UnsupportedFormat = 203,

    /// <summary>The structure of the image violates its format.</summary>
    Corrupt = 204,
}

/// <summary>The public names of an <see cref="ImageReason"/>.</summary>
public static class ImageReasons
{
    /// <summary>Returns the stable name, such as <c>http_404</c>; <see langword="null"/> for <see cref="ImageReason.None"/>.</summary>
    public static string? Code(this ImageReason reason) =>
        reason switch
        {
            ImageReason.None => null,
            ImageReason.UnknownStore => "unknown_store",
            ImageReason.Dns => "dns",
            ImageReason.RefusedAddress => "refused_address",
            ImageReason.Connect => "connect",
            ImageReason.Tls => "tls",
            ImageReason.Timeout => "timeout",
            ImageReason.Protocol => "protocol",
            ImageReason.HttpStatus => "http_status",
            ImageReason.Http404 => "http_404",
            ImageReason.Http410 => "http_410",
            ImageReason.Http429 => "http_429",
            ImageReason.Http5xx => "http_5xx",
            ImageReason.TooManyBytes => "too_many_bytes",
            ImageReason.Redirect => "redirect",
            ImageReason.HostDown => "host_down",
            ImageReason.AnalysisFailed => "analysis_failed",
            ImageReason.AnalysisTimeout => "analysis_timeout",
            ImageReason.AnalysisInvalid => "analysis_invalid",
            ImageReason.TooLarge => "too_large",
            ImageReason.Truncated => "truncated",
            ImageReason.NotAnImage => "not_an_image",
            ImageReason.UnsupportedFormat => "unsupported_format",
            ImageReason.Corrupt => "corrupt",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason of the closed list."),
        };
}
