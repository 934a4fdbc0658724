namespace RetailPulse.WebFrontend.Api;

/// <summary>Recognizes the exceptions by which the server reports a request body that breaks its rules.</summary>
internal static class MalformedBody
{
    /// <summary>Returns the status of the response; <see langword="null"/> if the body is not the cause.</summary>
    /// <remarks>Kestrel does not report a chunk whose size no number holds as a bad request.</remarks>
    public static int? StatusOf(Exception exception) =>
        exception switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest,
            _ => null,
        };
}
