namespace RetailPulse.Client;

/// <summary>A response with its <c>ETag</c>.</summary>
/// <param name="Value">The body; <see langword="null"/> if it did not change since the response that had the tag.</param>
/// <param name="ETag">Tag to send next time; <see langword="null"/> if the response had none.</param>
public sealed record Tagged<T>(T? Value, string? ETag)
    where T : class;
