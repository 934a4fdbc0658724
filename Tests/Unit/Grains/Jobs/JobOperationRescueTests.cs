using System.Collections.Immutable;
using System.Reflection;
using RetailPulse.Grains.Jobs.Operations;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Jobs;

public sealed class JobOperationRescueTests
{
    private readonly FakeList list = new();
    private readonly FakeOperation operation = new();

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public async Task Of_operations_at_rest_those_that_ended_or_never_began_in_time_are_crossed_off(
        bool isOld,
        bool hasEnded,
        bool crossedOff
    )
    {
        list.IsOld = isOld;
        operation.Progress = hasEnded ? Progress(DateTimeOffset.UnixEpoch) : null;
        await RunAsync();
        Assert.Equal(crossedOff, list.Ended.SequenceEqual([7]));
    }

    /// <summary>It began after the round had asked it to resume.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_operation_that_begins_during_the_round_stays_listed(bool isOld)
    {
        list.IsOld = isOld;
        operation.Progress = Progress(null);
        await RunAsync();
        Assert.Empty(list.Ended);
    }

    private static JobOperationProgress Progress(DateTimeOffset? endedAt) =>
        new(JobOperationKind.Cancel, "acme", DateTimeOffset.UnixEpoch, endedAt, null, 0, 0, 0);

    private Task RunAsync()
    {
        var grains = DispatchProxy.Create<IGrainFactory, FakeFactory>();
        ((FakeFactory)(object)grains).Grains = [list, operation];
        return new JobOperationRescue(grains).RunAsync();
    }

    /// <summary>A factory whose only method returns the grain of the interface.</summary>
    public class FakeFactory : DispatchProxy
    {
        public IReadOnlyList<IGrain> Grains { get; set; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            Grains.Single(targetMethod!.GetGenericArguments()[0].IsInstanceOfType);
    }

    private sealed class FakeOperation : IJobOperationGrain
    {
        public JobOperationProgress? Progress { get; set; }

        public Task StartAsync(JobOperationRequest request) => throw new NotSupportedException();

        public ValueTask<JobOperationProgress?> ReadAsync() => ValueTask.FromResult(Progress);

        public Task<bool> ResumeAsync() => Task.FromResult(false);

        public Task DeleteAsync() => throw new NotSupportedException();
    }

    private sealed class FakeList : IJobOperationListGrain
    {
        public bool IsOld { get; set; }

        public List<long> Ended { get; } = [];

        public Task<long> BeginAsync() => throw new NotSupportedException();

        public Task KeepAsync(long id) => throw new NotSupportedException();

        public Task EndAsync(long id)
        {
            Ended.Add(id);
            return Task.CompletedTask;
        }

        public Task ForgetAsync(ImmutableArray<long> ids) => throw new NotSupportedException();

        public Task<JobOperationList> ReadAsync() => Task.FromResult(new JobOperationList([new UnfinishedJobOperation(7, IsOld)], []));
    }
}
