using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Grains.Jobs.Operations;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Operations;

public sealed class JobOperationRescueTests
{
    private readonly FakeList list = new();
    private readonly FakeOperation operation = new();

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public async Task Only_operations_that_ended_or_never_began_leave_the_list(bool isOld, bool hasEnded, bool crossedOff)
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

    [Fact]
    public async Task Operations_that_cannot_be_called_do_not_keep_the_others()
    {
        (operation.Trouble, list.Expired) = (new TimeoutException(), [3, 4]);
        await RunAsync();
        Assert.Empty(list.Ended);
        Assert.Equal([4], list.Forgotten);
    }

    private static JobOperationProgress Progress(DateTimeOffset? endedAt) =>
        new(JobOperationKind.Cancel, "acme", DateTimeOffset.UnixEpoch, endedAt, null, 0, 0, 0);

    private Task RunAsync()
    {
        var grains = DispatchProxy.Create<IGrainFactory, FakeFactory>();
        ((FakeFactory)(object)grains).Grains = [list, operation];
        return new JobOperationRescue(grains, NullLogger<JobOperationRescue>.Instance).RunAsync();
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

        public Exception? Trouble { get; set; }

        public Task<bool> ResumeAsync() => Trouble is null ? Task.FromResult(false) : throw Trouble;

        public Task DeleteAsync() => ++Deletions == 1 ? throw new TimeoutException() : Task.CompletedTask;

        private int Deletions { get; set; }
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

        public Task ForgetAsync(ImmutableArray<long> ids)
        {
            Forgotten.AddRange(ids);
            return Task.CompletedTask;
        }

        public List<long> Forgotten { get; } = [];

        public ImmutableArray<long> Expired { get; set; } = [];

        public Task<JobOperationList> ReadAsync() => Task.FromResult(new JobOperationList([new UnfinishedJobOperation(7, IsOld)], Expired));
    }
}
