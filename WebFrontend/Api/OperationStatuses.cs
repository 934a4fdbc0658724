namespace RetailPulse.WebFrontend.Api;

/// <summary>The codes for the status of an operation.</summary>
internal static class OperationStatuses
{
    public const string Ongoing = "ongoing";
    public const string Completed = "completed";

    public static readonly string[] All = [Ongoing, Completed];
}
