using System.Net;
using RetailPulse.Cli.Doctor;
using RetailPulse.Client;

namespace RetailPulse.Tests.Unit.Cli;

public sealed class DoctorTests
{
    private static readonly Uri Here = new("http://localhost:8080/");
    private static readonly Uri There = new("http://pulse.example/");
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_service_that_others_reach_needs_a_key()
    {
        Assert.Equal(FindingState.Ok, Checks.Key(Caller(null), Here).State);
        Assert.Equal(FindingState.Ok, Checks.Key(Caller("Ann"), There).State);
        var open = Checks.Key(Caller(null), There);
        Assert.Equal(FindingState.Problem, open.State);
        Assert.Contains("The API asks for no key", open.Text);
        Assert.Contains("where other machines can reach it", open.Text);
        Assert.Contains("The API asks for no key", DeployFiles.Text("WebFrontend/Edge/EdgeOptionsValidator.cs"));
    }

    [Fact]
    public void Http_is_a_problem_of_other_machines_only()
    {
        Assert.Equal(FindingState.Ok, Checks.Tls(Here, hasKey: true).State);
        Assert.Equal(FindingState.Ok, Checks.Tls(new Uri("https://pulse.example/"), hasKey: true).State);
        Assert.Equal(FindingState.Warning, Checks.Tls(There, hasKey: true).State);
    }

    [Theory]
    [InlineData(0, "Ok")]
    [InlineData(60, "Warning")]
    [InlineData(-60, "Warning")]
    [InlineData(600, "Problem")]
    [InlineData(null, "Warning")]
    public void Clocks_are_compared(int? seconds, string state) =>
        Assert.Equal(state, $"{Checks.Clock(seconds is { } skew ? Now.AddSeconds(skew) : null, Now).State}");

    [Fact]
    public void The_problem_of_the_store_master_is_in_the_words_of_the_service()
    {
        var master = new StoreMaster(3, "file", 5, Now, "", "store_master.csv: line 2 has two cells.");
        Assert.Equal(master.Problem, Checks.StoreMaster(master).Text);
        Assert.Equal(FindingState.Ok, Checks.StoreMaster(master with { Problem = null }).State);
        Assert.Equal(FindingState.Problem, Checks.StoreMaster(master with { Problem = null, Stores = 0 }).State);
    }

    [Theory]
    [InlineData("Unhealthy: database", "The service is not ready: database.", "Check that the database runs")]
    [InlineData("Unhealthy: cluster, store master", "The service is not ready: cluster, store master.", "Check that a silo runs")]
    [InlineData("Unhealthy: store master", "The service is not ready: store master.", "Check the store master")]
    [InlineData("Unhealthy", "No silo responds (503).", "Check that a silo runs")]
    public void What_a_service_misses_is_named_with_what_to_do(string text, string found, string remedy)
    {
        var finding = Checks.Health(HttpStatusCode.ServiceUnavailable, text);
        Assert.Equal((FindingState.Problem, found), (finding.State, finding.Text));
        Assert.StartsWith(remedy, finding.ToDo, StringComparison.Ordinal);
        Assert.Equal(FindingState.Ok, Checks.Health(HttpStatusCode.OK, "Healthy").State);
    }

    [Fact]
    public void Notices_are_printed_in_the_words_of_the_service_and_once()
    {
        var (both, own) = (new StartNotice("A is open.", "Close A."), new StartNotice("B is open.", "Close B."));
        Assert.Equal(
            [Finding.Warning("front end", "A is open.", "Close A."), Finding.Warning("silo 10.0.0.5:11111", "B is open.", "Close B.")],
            Checks.Notices(Cluster([both], [both, own]))
        );
        Assert.Equal(FindingState.Ok, Assert.Single(Checks.Notices(Cluster([], []))).State);
        Assert.Equal(FindingState.Warning, Assert.Single(Checks.Notices(Cluster(null, null))).State);
    }

    /// <summary>A silo of an earlier version, or one that did not respond, may have something to warn of.</summary>
    [Fact]
    public void A_silo_without_notices_is_not_taken_for_one_that_warns_of_nothing()
    {
        var cluster = Cluster([], null);
        cluster = cluster with { Silos = [.. cluster.Silos, new SiloState("10.0.0.6:11111", false, null)] };
        var unknown = Assert.Single(Checks.Notices(cluster));
        Assert.Equal((FindingState.Warning, "10.0.0.5:11111, 10.0.0.6:11111 did not report notices."), (unknown.State, unknown.Text));
        Assert.Equal(["front end", "notices"], Checks.Notices(Cluster([new StartNotice("A", "B")], null)).Select(finding => finding.Check));
    }

    [Fact]
    public void Every_problem_states_what_to_do() =>
        Assert.All(
            (Finding[])
                [
                    Checks.Health(HttpStatusCode.ServiceUnavailable, ""),
                    Checks.Health(HttpStatusCode.ServiceUnavailable, "Unhealthy: stopping"),
                    Checks.KeyRefused(new RetailPulseException("401: no key")),
                    Checks.Role(Caller("Ann") with { Role = "read" }),
                    Checks.Versions("0.1.0", "2.0.0"),
                    Checks.Versions("0.1.0", null),
                    .. Checks.Notices(Cluster(null, null)),
                    Checks.Silos(new ImageHosts([], 0, [new SiloAnswer("10.0.0.5:11111", false)])),
                    Checks.Profile("config.json", UnixFileMode.UserRead | UnixFileMode.OtherRead),
                ],
            finding =>
            {
                Assert.NotEqual(FindingState.Ok, finding.State);
                Assert.NotEqual("", finding.ToDo);
            }
        );

    private static ClusterState Cluster(IReadOnlyList<StartNotice>? frontEnd, IReadOnlyList<StartNotice>? silo) =>
        new(
            new FrontEndState("0.1.0", "Client", Now, 0, 10, [], frontEnd!),
            [
                new SiloState(
                    "10.0.0.5:11111",
                    true,
                    new SiloReport(
                        "0.1.0",
                        Now,
                        new PermitUse(1, 0, 0),
                        new PermitUse(1, 0, 0),
                        0,
                        new HostCounts(0, 0, 0, 0),
                        0,
                        [],
                        null,
                        silo!
                    )
                ),
            ],
            []
        );

    private static Me Caller(string? key) => new("acme", "submit", key, null, new TenantQuota(null, null), new TenantUse(0, 0));
}
