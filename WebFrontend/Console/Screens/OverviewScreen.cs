using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/</c>: what runs now, and what needs attention.</summary>
internal static class OverviewScreen
{
    private const int NewestJobs = 8;
    private const int OngoingJobs = 50;
    private const int NewestFailures = 500;

    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api, TimeProvider time)
    {
        var newest = api.GetAsync<ShownJobPage>(context, "/api/v1/jobs", ("page_size", $"{NewestJobs}"));
        var ongoing = api.GetAsync<ShownJobPage>(context, "/api/v1/jobs", ("status", "ongoing"), ("page_size", $"{OngoingJobs}"));
        var failures = api.GetAsync<ShownFailurePage>(context, "/api/v1/failures", ("page_size", $"{NewestFailures}"));
        var master = api.GetAsync<ShownMaster>(context, "/api/v1/store-master");
        var cluster = api.GetAsync<ShownCluster>(context, "/api/v1/cluster");
        var throughput = api.GetAsync<ShownThroughput>(context, "/api/v1/throughput");
        await Task.WhenAll(newest, ongoing, failures, master, cluster, throughput);
        if ((await newest).Value is not { } jobs)
            return ConsolePage.Refused((await newest).Status, (await newest).Problem, "overview");
        var now = time.GetUtcNow().UtcDateTime;
        return ConsolePage.Of<OverviewPage>(
            "Overview",
            "overview",
            ("Jobs", jobs.Jobs),
            ("Ongoing", (await ongoing).Value?.Jobs),
            ("MoreOngoing", (await ongoing).Value?.NextPageToken is not null),
            ("Failures", (await failures).Value?.Failures),
            ("MoreFailures", (await failures).Value?.NextPageToken is not null),
            ("Master", (await master).Value),
            // Only operators may read these.
            ("Cluster", (await cluster).Value),
            ("Pace", (await throughput).Value is { } read ? Pace.Of(read.Points, now) : null),
            ("Now", now)
        );
    }
}
