namespace RetailPulse.WebFrontend.Api;

/// <summary>Which page of a list is asked for.</summary>
/// <param name="Size">How many entries to answer.</param>
/// <param name="After">The position at which the page before it ended; <see langword="null"/> for the first.</param>
/// <param name="Listing">What is listed; a page token goes with one listing only.</param>
internal sealed record PageRequest(int Size, long? After, string Listing);

/// <summary>Which page of a list is asked for whose places are no numbers.</summary>
/// <param name="After">The place at which the page before it ended; <see langword="null"/> for the first.</param>
internal sealed record PageRequest<T>(int Size, T? After, string Listing)
    where T : class;
