namespace RetailPulse.Grains.Images.Fetching;

/// <summary>What a response says about itself, read as strictly as the handler is lenient.</summary>
internal static class Framing
{
    /// <summary>
    /// The end of the body is told in two ways, or in two that differ; RFC 9112, section 6.3, has a client give such a response up, since what
    /// follows on its connection may be anybody's.
    /// </summary>
    public static bool IsAmbiguous(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var lengths)
        && (lengths.Count > 1 || response.Content.Headers.ContentLength is null || response.Headers.NonValidated.Contains("Transfer-Encoding"));

    /// <summary>The one <c>Location</c> as it came; <see langword="null"/> when there is none, or more than one.</summary>
    public static string? Location(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Location", out var locations) && locations.Count == 1 ? locations.ToString() : null;
}
