using System.Net;
using RetailPulse.Client;

namespace RetailPulse.Cli.Exits;

/// <summary>The exit codes of failed calls, and what to do about them.</summary>
internal static class ServiceFailures
{
    public static int CodeOf(RetailPulseException failure) =>
        failure.Status switch
        {
            null => ExitCode.Refused,
            HttpStatusCode.NotFound => ExitCode.NotFound,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.Access,
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => ExitCode.Refused,
            _ => ExitCode.Usage,
        };

    public static string? HintFor(RetailPulseException failure) =>
        failure.Status switch
        {
            null => "Check the address and that the service runs: retailpulse doctor",
            >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest => "Use the address to which the service redirects: --server URL",
            < HttpStatusCode.MultipleChoices => "Check the address: this does not respond as RetailPulse.",
            HttpStatusCode.Unauthorized => "Store a key: retailpulse login. Or set RETAILPULSE_API_KEY.",
            HttpStatusCode.Forbidden => "Use a key with a higher role. To see the present one: retailpulse whoami",
            HttpStatusCode.RequestEntityTooLarge => "Submit the file as several jobs: --split 10000",
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable when failure.RetryAfter is { } wait =>
                $"Try again in {Math.Ceiling(wait.TotalSeconds):0} s.",
            _ => null,
        };

    /// <summary>Returns the message and, on further lines, all invalid fields.</summary>
    public static string Describe(RetailPulseException failure) =>
        failure.Errors.Count <= 1
            ? failure.Message
            : $"{Head(failure)}\n{string.Join('\n', failure.Errors.Select(error => $"  {error.Field} {error.Message}"))}";

    /// <summary>Returns the message without its first field, which the list repeats.</summary>
    private static string Head(RetailPulseException failure)
    {
        var at = failure.Message.IndexOf($" {failure.Errors[0].Field}: ", StringComparison.Ordinal);
        return at < 0 ? failure.Message : failure.Message[..at];
    }
}
