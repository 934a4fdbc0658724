using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Cluster;

/// <summary>The descriptions of the operations about the cluster.</summary>
internal static class ClusterOperations
{
    private static readonly SettingResponse[] Settings =
    [
        new("RetailPulse:Api:Keys:0:Sha256", null, "file", "appsettings.json", true),
        new("RetailPulse:Images:Slots", "1024", "default", null, false),
    ];

    private static readonly NoticeResponse Notice = new(
        "Opening the ports of the cluster at 10.0.0.5:11111 and 10.0.0.5:30000 without protection: every process that reaches them has all rights, without an API key.",
        "Configure RetailPulse:Cluster:Tls."
    );

    public static readonly Operation Get = new(
        "getCluster",
        Tags.Cluster,
        "Get the state of the cluster",
        """
        Returns the front end that responds and all active servers, each with its version, its settings in effect, and where the value of each setting comes
        from. Each lists what its operator may have overlooked, in the words of its log. Servers also report their slots, their queues, and their image hosts by state. Image hosts that are not called now are listed.

        All servers are queried at once. A server that does not respond within one second has no `report`. Values of secrets are never returned, and
        passwords in connection strings are replaced by `[redacted]`.
        """
    )
    {
        Answers =
        [
            new(
                200,
                "The cluster.",
                Content.Json(
                    new ClusterResponse(
                        new FrontEndResponse("0.2.0", "Client", Examples.Submitted, 3, 10_000, Settings, []),
                        [
                            new(
                                "10.0.0.5:11111",
                                true,
                                new SiloReportResponse(
                                    "0.2.0",
                                    Examples.Submitted,
                                    new PermitsResponse(1_024, 512, 0),
                                    new PermitsResponse(4_096, 700, 0),
                                    4,
                                    new HostCountsResponse(12, 1, 0, 0),
                                    80,
                                    [Settings[1]],
                                    new DatabaseResponse(4_194_304_000, 33_554_432, 80_000_000_000, 3, Examples.Ended),
                                    [Notice]
                                )
                            ),
                            new("10.0.0.6:11111", false, null),
                        ],
                        []
                    )
                )
            ),
        ],
        Problems = [Examples.UnknownParameter, Examples.InternalError, Problem.Unavailable],
    };

    public static readonly Operation GetThroughput = new(
        "getThroughput",
        Tags.Cluster,
        "Get the results per minute or hour",
        """
        Returns how many images of all tenants got a result: per minute of the last 24 hours, or per hour of the last 30 days. Every server writes its number
        at the end of each minute, so that the history survives restarts. A crash loses at most the last minute. Images of unknown stores are not counted,
        because no server tries them.
        """
    )
    {
        Fields = [Field.Choice("per", "Unit of time of each point. Default: `minute`.", ClosedLists.ThroughputUnit)],
        Answers =
        [
            new(
                200,
                "The results.",
                Content.Json(
                    new ThroughputResponse(
                        "minute",
                        [new(Examples.Submitted, 61_200, 14), new(Examples.Submitted.AddMinutes(1), 58_400, 0)]
                    )
                )
            ),
        ],
        Problems = [Examples.UnknownParameter, Examples.InternalError, Problem.Unavailable],
    };
}
