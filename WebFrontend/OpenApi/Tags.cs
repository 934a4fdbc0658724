namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>The groups of operations, in the order in which the document has them.</summary>
internal static class Tags
{
    public const string Jobs = "Jobs";
    public const string Images = "Images";
    public const string Stores = "Stores";
    public const string Webhooks = "Webhooks";
    public const string Hosts = "Hosts";
    public const string Contract = "The two routes";
    public const string Health = "Health";

    public static readonly (string Name, string Description)[] All =
    [
        (Jobs, "Submit jobs, see how they stand, cancel them, take failed ones up again."),
        (Images, "The result of every image of a job, in pages or whole; a new URL for one that failed."),
        (Stores, "The store master, and what was measured in its stores."),
        (Webhooks, "The ends of jobs, told to the `callback_url` that came with them: signed as Standard Webhooks 1.0 has it, and repeated for about three days."),
        (Hosts, "The servers that images are fetched from: which of them are slow, rest, or are down, and what waits for them."),
        (Contract, "The routes that came before API v1. They stay as they are, and have errors of their own."),
        (Health, "For orchestrators and load balancers."),
    ];
}
