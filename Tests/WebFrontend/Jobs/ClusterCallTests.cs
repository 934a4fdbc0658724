using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Web.Jobs;

namespace RetailPulse.Tests.WebFrontend.Jobs;

public sealed class ClusterCallTests
{
    private static readonly Patience Patience = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20));

    [Fact]
    public async Task A_call_that_the_cluster_gave_up_is_made_again()
    {
        var calls = 0;
        var cluster = new ClusterCall(TimeProvider.System, NullLogger<ClusterCall>.Instance);
        var answer = await cluster.TryAsync(() => ++calls == 1 ? Task.FromException<int>(new OperationCanceledException("Message expired")) : Task.FromResult(7), Patience);
        Assert.Equal((true, 7), answer);
    }
}
