namespace RetailPulse.Images;

/// <summary>Why an image has no measurement. A closed list; stored and shown by its <see cref="ImageReasons.Code"/>.</summary>
[GenerateSerializer, Alias("image-reason")]
public enum ImageReason
{
    None = 0,

    /// <summary>The store master does not know the visit's store; the image was not downloaded.</summary>
    UnknownStore = 1,

    /// <summary>The host's name has no address.</summary>
    Dns = 100,

    /// <summary>The URL leads to an address that is not globally routable, and that no setting allows.</summary>
    RefusedAddress = 101,

    /// <summary>No connection could be made.</summary>
    Connect = 102,

    /// <summary>The TLS handshake failed.</summary>
    Tls = 103,

    /// <summary>The attempt's deadline passed, or the server was silent for too long.</summary>
    Timeout = 104,

    /// <summary>The server broke the connection or HTTP itself.</summary>
    Protocol = 105,

    /// <summary>The server answered with a status other than 200, 404, 410, 429 or 5xx.</summary>
    HttpStatus = 106,

    /// <summary>The server answered 404.</summary>
    Http404 = 107,

    /// <summary>The server answered 410.</summary>
    Http410 = 108,

    /// <summary>The server answered 429.</summary>
    Http429 = 109,

    /// <summary>The server answered with a status of 500 or above.</summary>
    Http5xx = 110,

    /// <summary>The body is larger than <c>RetailPulse:Images:MaxBytes</c>.</summary>
    TooManyBytes = 111,

    /// <summary>The server redirected too often, in a circle, to nowhere, or to what is neither <c>http</c> nor <c>https</c>.</summary>
    Redirect = 112,

    /// <summary>The host failed for other images again and again, and did not come back while this image waited for it.</summary>
    HostDown = 113,

    /// <summary>A side of 0 or above 65,535 pixels, or more than 500 megapixels.</summary>
    TooLarge = 200,

    /// <summary>The image ends before its structure does.</summary>
    Truncated = 201,

    /// <summary>The content is not an image at all.</summary>
    NotAnImage = 202,

    /// <summary>An image of a format that is not measured here, such as SVG.</summary>
    UnsupportedFormat = 203,

    /// <summary>The image's structure contradicts its format.</summary>
    Corrupt = 204,
}

/// <summary>What users see of an <see cref="ImageReason"/>.</summary>
public static class ImageReasons
{
    /// <summary>The stable name, such as <c>http_404</c>; <see langword="null"/> for <see cref="ImageReason.None"/>.</summary>
    public static string? Code(this ImageReason reason) => reason switch
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
        ImageReason.TooLarge => "too_large",
        ImageReason.Truncated => "truncated",
        ImageReason.NotAnImage => "not_an_image",
        ImageReason.UnsupportedFormat => "unsupported_format",
        ImageReason.Corrupt => "corrupt",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason of the closed list."),
    };

    /// <summary>Which of the contract's three messages a failed image counts towards.</summary>
    public static Jobs.StoreErrorKind Kind(this ImageReason reason) => (int)reason switch
    {
        1 => Jobs.StoreErrorKind.InvalidStore,
        >= 100 and < 200 => Jobs.StoreErrorKind.DownloadFailed,
        _ => Jobs.StoreErrorKind.InvalidImage,
    };
}
