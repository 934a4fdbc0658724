using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/operator</c>: the cluster, its image hosts, and its settings, for the role admin.</summary>
internal static class OperatorScreen
{
    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api)
    {
        var hosts = api.GetAsync<ShownHosts>(context, "/api/v1/hosts");
        var cluster = api.GetAsync<ShownCluster>(context, "/api/v1/cluster");
        var throughput = api.GetAsync<ShownThroughput>(context, "/api/v1/throughput");
        await Task.WhenAll(hosts, cluster, throughput);
        var (answer, others) = (await cluster, await hosts);
        if (others.Value is not { } list)
            return ConsolePage.Refused(others.Status, others.Problem, "operator");
        return answer.Value is { } found
            ? ConsolePage.Of<OperatorPage>(
                "Operator",
                "operator",
                ("Hosts", list),
                ("Cluster", found),
                ("Points", (await throughput).Value?.Points ?? [])
            )
            : ConsolePage.Refused(answer.Status, answer.Problem, "operator");
    }
}
