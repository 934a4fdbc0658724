namespace RetailPulse.WebFrontend.Api;

/// <summary>The id of a request: a random UUID, by which a client and an operator find the same request.</summary>
internal static class RequestId
{
    public const string Header = "Request-Id";

    /// <summary>
    /// Gives a request an id of its own. An id that the client sent would not be unique; its <c>traceparent</c> links its requests.
    /// </summary>
    public static void Assign(HttpContext context)
    {
        context.TraceIdentifier = Guid.NewGuid().ToString();

        // Flows to the grains that this request calls, in any process, and from there to their log entries.
        RequestContext.Set(Silo.Logging.LoggedRequest.Key, context.TraceIdentifier);
    }

    public static void Write(HttpContext context) => context.Response.Headers[Header] = context.TraceIdentifier;

    /// <summary>Returns the URI of the request's occurrence, as RFC 9457, section 3.1.5, calls it.</summary>
    public static string InstanceOf(HttpContext context) => $"urn:uuid:{context.TraceIdentifier}";
}
