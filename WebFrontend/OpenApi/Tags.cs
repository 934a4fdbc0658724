namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>The groups of operations, in the order of the document.</summary>
internal static class Tags
{
    public const string Jobs = "Jobs";
    public const string Images = "Images";
    public const string Stores = "Stores";
    public const string Webhooks = "Webhooks";
    public const string Hosts = "Hosts";
    public const string Cluster = "Cluster";
    public const string Access = "Access";
    public const string Contract = "The two routes";
    public const string Health = "Health";

    public static readonly (string Name, string Description)[] All =
    [
        (Jobs, "Submit jobs, follow their progress, cancel them, and retry failed images."),
        (Images, "Results of all images, in pages or as one export. Replace the URL of a failed image."),
        (Stores, "The store master, and the visits of its stores."),
        (
            Webhooks,
            "Notifications of the end of a job, sent to its `callback_url`. They follow Standard Webhooks 1.0 and are retried for about three days."
        ),
        (Hosts, "The hosts from which images are downloaded: whether they can be called, and how many images wait for them."),
        (Cluster, "The processes of the service, and their work over time. For operators."),
        (Access, "Who the caller is, and what its limits are."),
        (Contract, "The routes that are older than API v1. They never change, and have their own error format."),
        (Health, "Checks for orchestrators and load balancers."),
    ];
}
