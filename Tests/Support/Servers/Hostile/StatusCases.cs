using RetailPulse.Images;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>Responses of every kind of status, each with a sound image that must not be measured unless the status is 200.</summary>
internal static class StatusCases
{
    private static readonly (int Status, ImageReason Reason)[] Statuses =
    [
        (101, ImageReason.HttpStatus),
        (201, ImageReason.HttpStatus),
        (203, ImageReason.HttpStatus),
        (204, ImageReason.HttpStatus),
        (205, ImageReason.HttpStatus),
        (206, ImageReason.HttpStatus),
        (300, ImageReason.HttpStatus),
        (304, ImageReason.HttpStatus),
        (305, ImageReason.HttpStatus),
        (400, ImageReason.HttpStatus),
        (401, ImageReason.HttpStatus),
        (403, ImageReason.HttpStatus),
        (404, ImageReason.Http404),
        (407, ImageReason.HttpStatus),
        (408, ImageReason.HttpStatus),
        (410, ImageReason.Http410),
        (418, ImageReason.HttpStatus),
        (425, ImageReason.HttpStatus),
        (429, ImageReason.Http429),
        (500, ImageReason.Http5xx),
        (503, ImageReason.Http5xx),
        (599, ImageReason.Http5xx),
        (999, ImageReason.Http5xx),
    ];

    public static IEnumerable<HostileCase> All { get; } =
    [
        HostileCase.Saying("/sound", ImageReason.None, Say.LastWithImage(200)),
        HostileCase.Saying("/sound/after/interim", ImageReason.None, Say.Head(100), Say.Head(103), Say.LastWithImage(200)),
        .. Statuses.Select(one => HostileCase.Saying($"/status/{one.Status}", one.Reason, WithTemptations(one.Status))),
    ];

    /// <summary>Nobody may go to the place it names, nor introduce himself.</summary>
    private static byte[] WithTemptations(int status) => Say.LastWithImage(status, "Location: /sound", "WWW-Authenticate: Basic");
}
