using Microsoft.Extensions.Time.Testing;

namespace RetailPulse.Tests.Unit.Client;

/// <summary>A clock that stands still unless something waits for a moment, so that no time passes while a thread is preempted.</summary>
internal sealed class AwaitedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private int waits;

    /// <summary>Lets time pass until a call has ended.</summary>
    public async Task<T> PassUntilAsync<T>(Task<T> call, TimeSpan? step = null)
    {
        var limit = Task.Delay(Limit);
        while (!call.IsCompleted)
        {
            Assert.False(limit.IsCompleted, $"The call does not end within {Limit}.");
            if (Volatile.Read(ref waits) > 0)
                Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }

        return await call;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // A time limit is not a wait.
        if (state is CancellationTokenSource)
            return base.CreateTimer(callback, state, dueTime, period);
        var over = 0;
        Interlocked.Increment(ref waits);
        return new Wait(
            base.CreateTimer(
                told =>
                {
                    End();
                    callback(told);
                },
                state,
                dueTime,
                period
            ),
            End
        );

        void End()
        {
            if (Interlocked.Exchange(ref over, 1) == 0)
                Interlocked.Decrement(ref waits);
        }
    }

    private sealed class Wait(ITimer timer, Action end) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            end();
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            end();
            return timer.DisposeAsync();
        }
    }
}
