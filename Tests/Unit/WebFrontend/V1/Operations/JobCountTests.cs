using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Operations;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Operations;

/// <summary>Counts of the jobs that an operation would change.</summary>
public sealed class JobCountTests
{
    [Fact]
    public async Task A_count_ends_when_its_client_has_gone()
    {
        using var aborted = new CancellationTokenSource();
        var calls = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            JobOperationEndpoint.CountAsync(
                async before =>
                {
                    if (++calls == 3)
                        await aborted.CancelAsync();
                    Assert.InRange(calls, 1, 3);
                    return new JobSelectionPage([new SelectedJob(before - 1, 2)], 2, HasMore: true);
                },
                aborted.Token
            )
        );
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task All_pages_are_counted()
    {
        var all = await JobOperationEndpoint.CountAsync(
            before => Task.FromResult(new JobSelectionPage([new SelectedJob(before > 7 ? 7 : 3, 2)], 2, HasMore: before > 7)),
            CancellationToken.None
        );
        Assert.Equal(new JobSelection(2, 4), all);
    }
}
