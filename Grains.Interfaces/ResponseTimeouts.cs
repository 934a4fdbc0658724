namespace RetailPulse;

/// <summary>
/// Response timeouts of the grain calls on which a client's request waits, in the format of <see cref="ResponseTimeoutAttribute"/>.
/// </summary>
/// <remarks>
/// A caller must not wait longer for one attempt than the timeout of the call. The front end checks its own limits against these.
/// </remarks>
public static class ResponseTimeouts
{
    /// <summary>1 s: a silo returns at once.</summary>
    public const string Pulse = "00:00:01";

    /// <summary>
    /// 2 s: a job answers from memory, or from one document after an activation. A call that takes longer was lost with its silo and is
    /// retried.
    /// </summary>
    public const string JobRead = "00:00:02";

    /// <summary>3 s: all silos are queried at once, and a silo that does not respond within 1 s is left out.</summary>
    public const string HostList = "00:00:03";

    /// <summary>5 s: one query of the ledger, or one small write to it.</summary>
    public const string Ledger = "00:00:05";

    /// <summary>5 s: settings and memory, or an activation that reads the newest store master.</summary>
    public const string Memory = "00:00:05";

    /// <summary>10 s: a query of the ledger that reads many rows.</summary>
    public const string LedgerScan = "00:00:10";

    /// <summary>10 s: a query of the ledger that reads many rows, and one small write.</summary>
    public const string OperationStart = "00:00:10";

    /// <summary>10 s: one write of some thousand rows, which may wait for that of another upload.</summary>
    public const string UploadPart = "00:00:10";

    /// <summary>10 s: one small write. The call does not wait for the job to end.</summary>
    public const string Cancel = "00:00:10";

    /// <summary>10 s: three small writes. The call does not wait for the rows of the job to be removed.</summary>
    public const string Delete = "00:00:10";

    /// <summary>15 s: the time for a cancellation, plus the writes of the key.</summary>
    public const string KeyedCancel = "00:00:15";

    /// <summary>20 s: retrying a million failures writes many rows.</summary>
    public const string Retry = "00:00:20";

    /// <summary>25 s: the time for a retry, plus the writes of the key.</summary>
    public const string KeyedRetry = "00:00:25";

    /// <summary>25 s: a download, decoding in a process of its own, and waiting for both, 20 s together.</summary>
    public const string Thumbnail = "00:00:25";

    /// <summary>60 s: the largest store master takes some seconds to read, and concurrent uploads run one after the other.</summary>
    public const string StoreUpload = "00:01:00";
}
