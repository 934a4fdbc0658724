namespace RetailPulse.WebFrontend.Cluster;

/// <summary>The budgets of all calls to the cluster.</summary>
internal static class CallBudgets
{
    /// <summary>
    /// Reads the status, figures, or tenant of a job. A read that was lost with its silo is retried in time for the response.
    /// </summary>
    public static readonly CallBudget Job = CallBudget.For(Seconds(2), Seconds(1), ResponseTimeouts.JobRead);

    /// <summary>
    /// Draws a job id. The id arrives at once unless its silo is dead, and then another silo takes over in less than this time.
    /// </summary>
    public static readonly CallBudget JobId = new(PerAttempt: Seconds(1), Total: Seconds(4));

    /// <summary>
    /// Submits a job. A repeated submission of the same job id waits for the first one and changes nothing. The largest submission takes
    /// some seconds to reach the disk.
    /// </summary>
    public static readonly CallBudget Submission = new(PerAttempt: Seconds(5), Total: Seconds(10));

    /// <summary>Stores a part of an upload. A repeated part changes nothing.</summary>
    public static readonly CallBudget UploadPart = CallBudget.For(Seconds(30), null, ResponseTimeouts.UploadPart);

    /// <summary>Abandons an upload. If the call fails, the upload is removed when it is not renewed.</summary>
    public static readonly CallBudget Abandon = CallBudget.For(Seconds(5), null, ResponseTimeouts.Ledger);

    /// <summary>Retries images of a job.</summary>
    public static readonly CallBudget Retry = CallBudget.For(Seconds(30), null, ResponseTimeouts.Retry, ResponseTimeouts.KeyedRetry);

    /// <summary>Starts an operation on all matching jobs.</summary>
    public static readonly CallBudget OperationStart = CallBudget.For(
        Seconds(20),
        null,
        ResponseTimeouts.OperationStart,
        ResponseTimeouts.KeyedCancel
    );

    /// <summary>Cancels a job.</summary>
    public static readonly CallBudget Cancel = CallBudget.For(
        Seconds(12),
        Seconds(8),
        ResponseTimeouts.Cancel,
        ResponseTimeouts.KeyedCancel
    );

    /// <summary>Deletes a job. A repeated deletion of a job whose rows are removed finds no job.</summary>
    public static readonly CallBudget Delete = CallBudget.For(Seconds(12), Seconds(8), ResponseTimeouts.Delete);

    /// <summary>Reads one page from the ledger, opens an export, or validates a part of a submission.</summary>
    public static readonly CallBudget Page = CallBudget.For(Seconds(6), null, ResponseTimeouts.Ledger, ResponseTimeouts.Memory);

    /// <summary>Reads one page for which the ledger may read many rows.</summary>
    public static readonly CallBudget LongPage = CallBudget.For(Seconds(12), null, ResponseTimeouts.LedgerScan);

    /// <summary>
    /// Counts the failures or repeated photos of a job. Counting a million takes seconds. An abandoned count continues, and the next
    /// attempt joins it.
    /// </summary>
    public static readonly CallBudget Count = CallBudget.For(Seconds(10), null, ResponseTimeouts.Ledger, ResponseTimeouts.LedgerScan);

    /// <summary>Reads stores or the version of the store master.</summary>
    public static readonly CallBudget Stores = CallBudget.For(Seconds(5), Seconds(4), ResponseTimeouts.Memory);

    /// <summary>Uploads a store master. Several uploads run one after the other.</summary>
    public static readonly CallBudget StoreUpload = CallBudget.For(Seconds(60), null, ResponseTimeouts.StoreUpload);

    /// <summary>Reads or resends deliveries, or reads or rotates the webhook secret.</summary>
    public static readonly CallBudget Webhooks = CallBudget.For(Seconds(4), Seconds(2), ResponseTimeouts.Ledger);

    /// <summary>Makes a thumbnail. There is one attempt, which may download an image.</summary>
    public static readonly CallBudget Thumbnail = CallBudget.For(Seconds(25), null, ResponseTimeouts.Thumbnail);

    /// <summary>Lists the image hosts of all silos.</summary>
    public static readonly CallBudget Hosts = CallBudget.For(Seconds(4), null, ResponseTimeouts.HostList);

    /// <summary>Checks whether a silo responds. There is one attempt.</summary>
    public static readonly CallBudget Pulse = CallBudget.For(Seconds(1), null, ResponseTimeouts.Pulse);

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
