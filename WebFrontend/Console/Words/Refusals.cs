namespace RetailPulse.WebFrontend.Console.Words;

/// <summary>Explains why a page cannot be shown.</summary>
public static class Refusals
{
    public static string Title(int status) =>
        status switch
        {
            StatusCodes.Status403Forbidden => "Not for this key",
            StatusCodes.Status404NotFound => "Not found",
            StatusCodes.Status429TooManyRequests => "Too many requests",
            StatusCodes.Status503ServiceUnavailable => "Not available right now",
            StatusCodes.Status400BadRequest => "This address is not valid",
            _ => "Something went wrong",
        };

    public static string Text(int status) =>
        status switch
        {
            StatusCodes.Status403Forbidden => "Your key does not have the role that this page needs.",
            StatusCodes.Status404NotFound => "It does not exist, it was deleted, or it belongs to another tenant.",
            StatusCodes.Status429TooManyRequests =>
                "Your key sent more requests than its limit allows. Wait a moment, and load the page again.",
            StatusCodes.Status503ServiceUnavailable =>
                "The cluster or its database does not respond. Nothing is lost: what was accepted is on disk. This page tries again by itself.",
            StatusCodes.Status400BadRequest => "A filter has a value that is not valid.",
            _ => "The log of the service has the details.",
        };
}
